"""What is a secret and what is not: snippets as they are written, each with what becomes of its one finding."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from amends import engine
from amends.context import Context
from amends.model import Level, Outcome, Status
from amends.project import Project
from amends.registry import installed

CODEMOD = next(codemod for codemod in installed() if codemod.id == "hardcoded-secret")

SECRETS = r"""
app.secret_key = "your_secret_key"
app.secret_key = "your-secret-key-here"
app.secret_key = 'supersecretkey'
app.secret_key = "secret"
app.secret_key = "secret_key"
app.secret_key = "dev"
app.secret_key = "change-me-in-production"
app.config["SECRET_KEY"] = "mysecretkey"
app.config["SECRET_KEY"] = "your_secret_key"
app.config["JWT_SECRET_KEY"] = "jwt-secret-key"
app.config["JWT_SECRET_KEY"] = "super-secret"
app.config["MAIL_PASSWORD"] = "Tr0ub4dor&3"
app.config.update(SECRET_KEY="dev-key-123")
app.config.from_mapping(SECRET_KEY="dev")
SECRET_KEY = "your-secret-key"
SECRET_KEY = "secret"
SECRET_KEY = "mysecret"
SECRET_KEY = "09d25e094faa6ca2556c818166b7a9563b93f7099f6f0f4caa6cf63b88e8d3e7"
SECRET_KEY = 'django-insecure-4$k2!x7@q#m9z8w5v3u1t0s6r'
SECRET_KEY: str = "a_very_secret_key_that_should_be_changed"
JWT_SECRET = "my_jwt_secret"
JWT_SECRET_KEY = "your_jwt_secret_key"
JWT_SECRET: Final = "hush-hush"
ENCRYPTION_KEY = "0123456789abcdef"
ENCRYPTION_KEY = b"0123456789abcdef0123456789abcdef"
DB_PASSWORD = "hunter2"
DB_PASSWORD = "P@ssw0rd!"
DB_PASS = "s3cr3tpass"
DATABASE_PASSWORD = "postgres123"
PASSWORD = "admin123"
PASSWORD = "SuperSecret123!"
ADMIN_PASSWORD = "admin"
ADMIN_PASSWORD = "letmein"
password = "password123"
password = "MyP@ssword1"
passwd = "qwerty12345"
user_password = "Welcome1!"
smtp_password = "abcd efgh ijkl mnop"
EMAIL_HOST_PASSWORD = "kq7x-Zp2w-9vRt"
dbPassword = "Sup3rS3cret"
API_KEY = "1234567890abcdef"
API_KEY = "abcd1234efgh5678"
API_KEY = "a1b2c3d4e5f6g7h8i9j0"
api_key: str = "9f86d081884c7d659a2feaa0c55ad015"
WEATHER_API_KEY = "b6907d289e10d714a6e88b30761fae22"
apiKey = "AIzaSyD-9tSrke72PouQMnMX-a7eZSW0jkFMBWY"
OPENAI_API_KEY = "sk-abcdefghijklmnopqrstuvwxyz123456"
STRIPE_KEY = "sk_test_4eC39HqLyjWDarjtT1zdp7dc"
AWS_ACCESS_KEY_ID = "AKIAIOSFODNN7EXAMPLE"
AWS_SECRET_ACCESS_KEY = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
GITHUB_TOKEN = "ghp_16C7e42F292c6912E7710c838347Ae178B4a"
SLACK_BOT_TOKEN = "xoxb-17653672481-19874698323-pdFZKVeTuE8sk7oOcHrzqqgy"
AUTH_TOKEN = "d41d8cd98f00b204e9800998ecf8427e"
ACCESS_TOKEN = "EAACEdEose0cBA1234567890abcdef"
client_secret = "7Fjfp0ZBr1KtDRbnfVdmIw"
CLIENT_SECRET = "8c2f1d3a-5b7e-4f60-9a1c-0d2e4f6a8b9c"
PRIVATE_KEY = "-----BEGIN RSA PRIVATE KEY-----\nMIIEowIBAAKCAQEA\nabc\n-----END RSA PRIVATE KEY-----"
ssh_passphrase = "correct horse battery staple"
MASTER_KEY = "k3y-m4st3r-2024"
psycopg2.connect(host="localhost", dbname="app", user="postgres", password="postgres")
psycopg2.connect(host="localhost", user="user", password="password")
psycopg2.connect(database="mydb", user="myuser", password="mypassword", host="127.0.0.1")
mysql.connector.connect(host="localhost", user="root", password="root")
mysql.connector.connect(host="localhost", user="yourusername", password="yourpassword", database="mydatabase")
pymysql.connect(host="localhost", user="root", passwd="toor", db="test")
pymysql.connect("localhost", "root", "secret123", "shop")
conn = connect(host=HOST, user=USER, password="password")
redis.Redis(host="localhost", port=6379, password="redispass")
MongoClient("localhost", username="admin", password="admin")
paramiko.SSHClient().connect("10.0.0.5", username="root", password="toor")
client.connect(hostname=host, username="pi", password="raspberry")
create_engine("postgresql://app:s3cr3t@db.internal/app")
create_engine("postgresql://postgres:postgres@localhost:5432/shop")
SQLALCHEMY_DATABASE_URI = "mysql+pymysql://root:root@localhost/blog"
DATABASE_URL = "postgres://admin:Pa55word@10.1.2.3:5432/prod"
app.config["SQLALCHEMY_DATABASE_URI"] = "postgresql://myuser:mypass@localhost/db"
REDIS_URL = "redis://:sup3rs3cret@cache:6379/0"
pyodbc.connect("DRIVER={SQL Server};SERVER=db;DATABASE=app;UID=sa;PWD=Str0ng!Pass")
boto3.client("s3", aws_access_key_id=KEY, aws_secret_access_key="wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
smtplib.SMTP("smtp.gmail.com").login("me@gmail.com", "mypassword")
server.login("me@gmail.com", "app-specific-pw-1")
server.login(sender_email, "hunter2")
requests.get(url, auth=("admin", "admin"))
requests.post(url, auth=("user", "pass123"))
session.auth = ("admin", "S3cret!")
requests.post(url, data={"username": "admin", "password": "admin123"})
requests.post(url, json={"username": "admin", "password": "password"})
requests.get(url, headers={"Authorization": "Bearer sk-abcdefghijklmnopqrstuvwxyz123456"})
requests.get(url, headers={"X-API-Key": "c0ffee254729296a45a3885639ac7e10"})
headers = {"Authorization": "Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9P"}
headers = {"Authorization": "Token 9944b09199c62bcf9418ad846dd0e4bbdfc6ee4b"}
jwt.encode(payload, "secret", algorithm="HS256")
jwt.encode(payload, "your-256-bit-secret", algorithm="HS256")
jwt.encode(payload, key="my_key", algorithm="HS256")
jwt.decode(token, "secret", algorithms=["HS256"])
hmac.new(b"my-signing-key", message, hashlib.sha256)
DB_PASSWORD = "hunter2pass"
URLSafeTimedSerializer("my-secret")
stripe.api_key = "sk_test_4eC39HqLyjWDarjtT1zdp7dc"
openai.api_key = "sk-abcdefghijklmnopqrstuvwxyz123456"
client = OpenAI(api_key="sk-proj-abcdefghijklmnopqrstuvwxyz123456")
client = Client("AC0123456789abcdef0123456789abcdef", auth_token="f2ca1bb6c7e907d06dafe4687e579fce")
telebot.TeleBot("123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw0")
HfApi(token="hf_abcdefghijklmnopqrstuvwxyzABCDEFGH")
os.environ["OPENAI_API_KEY"] = "sk-abcdefghijklmnopqrstuvwxyz123456"
SECRET_KEY = os.environ.get("SECRET_KEY", "dev-secret-key")
SECRET_KEY = os.getenv("SECRET_KEY", "fallback-secret")
SECRET_KEY = os.environ.get("SECRET_KEY") or "you-will-never-guess"
SECRET_KEY = os.getenv("SECRET_KEY", default="change-in-production-9")
DB_PASSWORD = os.getenv("DB_PASSWORD", "password")
DB_PASSWORD = os.getenv("DB_PASSWORD", "postgres")
api_key = os.getenv("API_KEY") or "a8f5f167f44f4964e6c998dee827110c"
SECRET_KEY = os.environ["SECRET_KEY"] if "SECRET_KEY" in os.environ else "hard-to-guess-string"
password = os.environ.get("ADMIN_PASSWORD", "admin123")
token = config.get("token", "3f786850e387550fdab836ed7e6dc881")
if password == "admin123": pass
if password == "SuperSecret123!": pass
if username == "admin" and password == "admin": pass
if username == "admin" and password == "password": pass
if user == "root" and pwd == "secret": pass
if request.form["password"] == "secret": pass
if request.form.get("password") == "password": pass
if request.form["username"] == "admin" and request.form["password"] == "password": pass
if data.get("api_key") == "12345-abcde": pass
if input("Enter password: ") == "opensesame": pass
if getpass.getpass() == "swordfish": pass
if request.headers.get("X-API-Key") != "mysecretapikey123": abort(401)
if "s3cr3t!" == password: pass
if hmac.compare_digest(password, "hunter2!"): pass
if token == "abc123xyz789": pass
def connect(host, password="s3cret!"): pass
def connect(host, *, password="s3cret!"): pass
async def connect(host, password="s3cret!"): pass
def f(user="root", password="root"): pass
def __init__(self, api_key="a8f5f167f44f4964e6c998dee827110c"): pass
def sign(data, secret_key="default_secret"): pass
CONFIG = {"host": "localhost", "user": "root", "password": "password"}
DB = {"database": "shop", "username": "shop_app", "password": "sh0p_pw!"}
config = dict(host="localhost", user="root", password="ex4mple")
users = {"admin": {"password": "admin123"}}
creds = {"username": "admin", "password": "admin"}
payload = {"client_id": "web", "client_secret": "K7gNU3sdo+OL0wNhqoVWhr3g6s1xYv72"}
user, password = "admin", "admin123"
User(username="admin", password="admin123")
user.set_password("changeme123")
User.objects.create_user("bob", "bob@example.com", "bobpassword1")
User.objects.create_superuser(username="admin", email="a@b.c", password="admin")
generate_password_hash("admin123")
bcrypt.hashpw(b"supersecret1", bcrypt.gensalt())
setattr(settings, "DB_PASSWORD", "hunter2!")
settings.setdefault("API_TOKEN", "a8f5f167f44f4964e6c998dee827110c")
self.password = "Adm1n!2024"
self.api_key = "a8f5f167f44f4964e6c998dee827110c"
if (password := "Adm1n!2024"): pass
x = Fernet(b"cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4=")
cipher = AES.new(b"sixteen byte key", AES.MODE_EAX)
password: SecretStr = SecretStr("Adm1n!2024")
password: str = field(default="Adm1n!2024")
secret_key: str = Field("Adm1n!2024", min_length=8)
app.add_middleware(SessionMiddleware, secret_key="some-random-string")
password = ("hunter" "2!")
WEBHOOK = "https://hooks.slack.com/services/T00000000/B00000000/Xa1Yb2Zc3Wd4Ve5Uf6Tg7Sh8"
stored_password_hash = "5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8"
app.config.update(dict(DATABASE="x.db", SECRET_KEY='development key', USERNAME='admin', PASSWORD='default'))
app.config['SECRET_KEY'] = "Hash-session-data"
app.config["SECRET_KEY"] = 'this is a secret'
app.config['SECRET_KEY'] = 'any secret string'
app = Flask(__name__); app.secret_key = 'some_secret'
app.secret_key = "123"
app.secret_key = 'A0Zr98j/3yX R~XHH!jmN]LWX/,?RT'
SECRET_KEY = "this-is-a-secret-key"
SECRET_KEY = 'secret!'
SECRET_KEY = "YOUR_SECRET_KEY"
SECRET_KEY = "CHANGE_ME_TO_A_RANDOM_SECRET"
app.config['SECRET_KEY'] = 'YOUR_SECRET_KEY'
secret_key = "my_secret_key"
secret_key = 'secret_key_here'
self.secret_key = "my-secret"
self.secret = "mysecret"
JWT_SECRET = 'secret'
jwt_secret = "supersecretjwt"
AWS_ACCESS_KEY_ID = "AKIA1234567890ABCDE"
API_KEY = "1234-abcd-5678-efgh"
API_KEY = "cbc68b07-cc5a-4bfb-827b-97c31807c913"
API_KEY = "sk_live_abc123"
API_KEY = "my-secret-api-key-12345"
API_KEY = "abc123"
api_key = "test_api_key_12345"
API_SECRET = "abcdef123456"
admin_password = "1234"
PASSWORD = "secret"
password = "password"; server.login(username, password)
password = "mypassword"
password = "secretpassword"
password = "P4ssw0rd"
password = 'abc123'
password = 'hello123'
password = "test123"
correct_password = "opensesame"
correct_password = "python123"
expected_password = "letmein"
hardcoded_password = "hunter2"
stored_password = "password123"
valid_password = "admin"
root_password = "toor"
db_password = "db_password_123"
DB_PASSWORD = "supersecretdbpassword"
DB_PASS = "root"
MYSQL_PASSWORD = "root"
POSTGRES_PASSWORD = "postgres"
REDIS_PASSWORD = "redis123"
SMTP_PASS = "email-password-1"
SENDER_PASSWORD = "your_app_password"; smtp.login(SENDER, SENDER_PASSWORD)
EMAIL_PASSWORD = "myemailpass!"
encryption_key = "thisisaverysecretkey"
ENCRYPTION_KEY = "my32lengthsupersecretnooneknows1"
AUTH_TOKEN = "my-secret-token"
token = "abc123"
TOKEN = "1234567890"
token = "secret-token-123"
BOT_TOKEN = "NzkyNzE1NDU0MTk2MDg4ODQy.X-hvzA.Ovy4MCQywSkoMRRclStW4xAYK7I"
access_token = "ya29.a0AfH6SMBx1234567890abcdefghijk"
bearer_token = "abcdef1234567890"
AUTH_TOKEN = "secrettoken"
ftp = FTP("ftp.example.com", "user", "passw0rd")
ftp.login("user", "passw0rd")
ftp.login(user="anonymous", passwd="secret")
imap.login("a@b.c", "pass")
ssh.connect("host", username="user", password="pass")
psycopg2.connect("dbname=test user=postgres password=secret")
psycopg2.connect("host=localhost dbname=app user=app password=s3cr3t")
cx_Oracle.connect("scott", "tiger", "localhost/orcl")
MongoClient("mongodb://admin:secret@localhost:27017")
create_engine("mysql+pymysql://root:password@localhost:3306/mydb")
pymysql.connect(host='localhost', user='user', password='passwd', database='db')
pymysql.connect(host='localhost', user='username', password='password', database='database')
mysql.connector.connect(user='your_username', password='your_password', host='localhost')
db = MySQLdb.connect("localhost", "testuser", "test123", "TESTDB")
config = {'user': 'root', 'password': 'root', 'host': '127.0.0.1', 'database': 'employees'}
config = {'user': 'scott', 'password': 'password', 'host': '127.0.0.1'}
db_config = {"host": "localhost", "user": "your_username", "password": "your_password"}
DB_CONFIG = {"host": "localhost", "port": 5432, "password": "mysecretpassword"}
DATABASES = {"default": {"NAME": "mydb", "USER": "mydbuser", "PASSWORD": "mypassword"}}
requests.post(u, json={"email": "a@b.c", "password": "secret"})
requests.get(u, auth=HTTPBasicAuth("user", "pass"))
requests.get(u, auth=("username", "password"))
users = [{"username": "admin", "password": "admin123"}, {"username": "user", "password": "user123"}]
user = User("admin", password="secret")
user = {"name": "admin", "password": "password1"}
if username == 'admin' and password == '1234': pass
if username == "user" and password == "pass": pass
if password == "1234": pass
if password == "password": pass
if password != "secret": pass
if user_password == "correcthorse": pass
if pwd == "swordfish": pass
if passwd == 'test': pass
if request.form['username'] != 'admin' or request.form['password'] != 'admin': pass
if request.args.get('token') != 'secret-token': pass
if request.headers.get("Authorization") == "Bearer mysecrettoken": pass
if token != "mysecrettoken": pass
if api_key == "my_api_key": pass
if secret == "mysecret": pass
def connect(user="admin", password="admin"): pass
def get_db(password="secret"): pass
def __init__(self, username="admin", password="password"): pass
def __init__(self, secret_key="my_secret"): pass
def login(username, password="password123"): pass
def authenticate(token="abc123"): pass
encoded = jwt.encode({"some": "payload"}, "secret", algorithm="HS256")
jwt.decode(t, "my_secret_key", algorithms="HS256")
jwt.encode(p, SECRET, algorithm="HS256"); SECRET = "s"
Fernet("my_key")
conn = ldap.simple_bind_s("cn=admin", "adminpassword")
telnet.login(username="root", password="root")
create_user(username='admin', password='admin')
user = User.objects.create_user('john', 'lennon@thebeatles.com', 'johnpassword')
authenticate(username="john", password="secret")
client.login(username="john", password="smith1")
Consumer(consumer_key="xvz1evFS4wEEPTGEFPHBog", consumer_secret="L8qq9PZyRg6ieKGEKhZolGC0vJWLw8iEJ88DRdyOg")
tweepy.OAuthHandler("xvz1evFS4wEEPTGEFPHBog", "L8qq9PZyRg6ieKGEKhZolGC0vJWLw8iEJ88DRdyOg")
account_sid = "x"; auth_token = "your_auth_token"; client = Client(account_sid, auth_token)
SECRET = "my_super_secret"
passphrase = "my passphrase"
passphrase = "secret"
private_key = "5KJvsngHeMpm884wtkJNzQGaCErckhHJBGFsvd3VyK5qMZXj3hS"
hmac_key = "secret"
basic_auth = ("admin", "secret")
wifi_password = "12345678"
pwd = "123456"
"""

HARMLESS = r"""
PASSWORD = ""
PASSWORD = "changeme"
PASSWORD = "password"
PASSWORD = "<password>"
API_KEY = "<your-token>"
API_KEY = "your-api-key-here"
API_KEY = "YOUR_API_KEY"
API_KEY = "xxx"
API_KEY = "xxxxxxxxxxxxxxxx"
TOKEN = "***"
TOKEN = "${TOKEN}"
TOKEN = "{{ token }}"
TOKEN = "%(token)s"
TOKEN = "{token}"
TOKEN_FIELD = "token"
PASSWORD_FIELD = "password"
CONF_PASSWORD = "password"
CONF_TOKEN = "access_token"
DATA_SECRET = "client_secret"
ATTR_ACCESS_TOKEN = "access_token"
JWT_SECRET_KEY = "jwt_secret_key"
token_type = "bearer"
grant(token_type="Bearer")
token = "refresh_token"
token_url = "https://example.com/oauth/token"
TOKEN_URL = "/oauth/token"
PASSWORD_FILE = "/run/secrets/db_password"
password_path = "/etc/app/pw"
secret_name = "prod/db/password"
password_hash_algorithm = "argon2"
PASSWORD_RESET_TEMPLATE = "registration/password_reset.html"
pad_token = "<pad>"
Tokenizer(pad_token="[PAD]", unk_token="[UNK]")
def __init__(self, eos_token="</s>", bos_token="<s>"): pass
mask_token = "<mask>"
next_token = "NextToken"
if token == "(": pass
if token == "identifier": pass
if token in "+-*/": pass
if tok.token == "->": pass
if password == "": pass
if password == "prompt": pass
if secret is "x": pass
{"password": None}
{"token": 1}
{"password": True}
{"output_token": "NextToken", "input_token": "NextToken"}
{"password": "string"}
{"password": "Password"}
{"username": "username", "password": "password"}
{"username": "Database username", "password": "Database password"}
{"dbname": "database", "pass": "password"}
password = "Enter your password"
password_label = "Your password"
secret_message = "meet me at noon"
PASSWORD_REGEX = r"^(?=.*[A-Z])(?=.*\d).{8,}$"
PASSWORD_ENV = "DB_PASSWORD"
password = "DB_PASSWORD"
API_TOKEN = "API_TOKEN"
secret = "X-Secret-Header"
token = "application/json"
invalid_token = "invalid"
first_pass = "true"
pass_rate = "0.9"
DEFAULT_PASSWORD = "1234"
f(password="")
f(secret="env")
f(token=" ")
def f(password=""): pass
def f(token="default"): pass
SECRET = "s"
password = "********"
secret = "redacted"
dummy_password = "s3cret!1"
class Kind(enum.Enum): PASSWORD = "passw0rd!"
SECRET_TYPE = "opaque"
TOKEN_EXPIRED = "token_expired"
INVALID_TOKEN = "Invalid token"
ERR_PASSWORD = "Password too short"
token_name = "csrfmiddlewaretoken"
CSRF_TOKEN = "csrf_token"
csrf_token = "csrfmiddlewaretoken"
CSRF_COOKIE_TOKEN = "csrftoken"
SESSION_TOKEN_KEY = "_auth_user_hash"
token = "NUMBER"
token = "STRING"
bos_token = "<|startoftext|>"
eos_token = "</s>"
sep_token = "[SEP]"
special_token = "▁"
if token == "AND": pass
if token == "end_of_file": pass
while token != "endmodule": pass
if tok.token == "0": pass
f(auth_token="token")
f(password="password")
password_validators = "django"
access_token = "access_token"
id_token = "id_token"
refresh_token = "refresh-token"
subject_token_type = "urn:ietf:params:oauth:token-type:access_token"
oauth_token_secret = "oauth_token_secret"
secret_type = "kubernetes.io/dockerconfigjson"
secret_key = "spark.hadoop.fs.s3a.secret.key"
token_env_var = "GITHUB_TOKEN"
secret = "aws_secret_access_key"
pwd = "/home/user"
password_prompt = "Password: "
become_pass = "ansible_become_pass"
password_re = "password:"
passwd = "/etc/passwd"
passwd_file = "/etc/passwd"
token_uri = "https://oauth2.googleapis.com/token"
token_endpoint = "/token"
private_key = "id_rsa"
auth_key = "auth"
secret_id = "my-secret-id"
client_secret = "client_secret_post"
token_limit = "4096"
max_token = "max_tokens"
token_delimiter = ","
SECRET_FIELDS = "password,token"
password_placeholder = "********"
DICT = {"password": "The password to use", "user": "The user"}
DICT = {"token": "string", "user": "string"}
DICT = {"token": "getToken", "secret": "getSecret"}
DICT = {"pass": "passed", "fail": "failed"}
DICT = {"password": "pwd", "username": "user"}
DICT = {"type": "password", "password": "Password", "name": "Name"}
DICT = {"api_key": "API key", "token": "Token"}
DICT = {"password_reset": "accounts/password_reset.html"}
ALIASES = {"passwd": "password", "db": "database", "host": "hostname"}
f(secret="secret_name")
f(token_type="JWT")
f(token="*")
f(secret="generic")
def f(token="auto"): pass
def f(password_key="password"): pass
def f(token=","): pass
def f(secret="default"): pass
def f(pass_="second"): pass
compiler_pass = "inline"
optimization_pass = "dce"
PASS = "PASS"
RESULT_PASS = "passed"
STATUS_PASS = "pass"
"""

UNTOUCHED = r"""
PUBLIC_URL = "https://example.com/path"
key = "name"
d["key"]
x = {"key": "value1"}
sort(key="created_at")
password = get("DB_PASSWORD")
password = os.environ["DB_PASSWORD"]
password = os.getenv("DB_PASSWORD")
API_KEY = os.getenv("API_KEY", "")
def f(*, password=None): pass
author = "Jane"
keyboard = "qwerty12345"
monkey = "banana123"
compass = "north123"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
if token.type == "NAME": pass
api_key_header = "X-API-Key"
API_KEY_NAME = "api_key"
private_key_path = "~/.ssh/id_rsa"
ssh_key = "ssh-rsa"
"""

ADVICE = r"""
app.secret_key = b'_5#y2L"F4Q8z\n\xec]/'
psycopg2.connect(host="localhost", user="root", password="")
parser.add_argument("--password", default="hunter2!x")
url = f"https://user:{x}@host/?key=AIzaSyD-9tSrke72PouQMnMX-a7eZSW0jkFMBWY"
match key: case "sk_test_4eC39HqLyjWDarjtT1zdp7dc": pass
x = {"sk_test_4eC39HqLyjWDarjtT1zdp7dc": 1}
"""


def _lines(text: str) -> list[str]:
    return text.strip().splitlines()


def _outcome(code: str) -> Outcome:
    for keyword in ("class ", "match "):
        if code.startswith(keyword):
            head, _, body = code.partition(": ")
            code = f"{head}:\n    {body}"
    context = Context(PurePosixPath("app.py"), Project.nothing(), Level.REVIEW)
    outcome = engine.run(code.encode() + b"\n", context, (CODEMOD,))
    assert outcome.problem is None, outcome.problem
    return outcome


def _statuses(code: str) -> set[Status]:
    return {result.status for result in _outcome(code).results}


@pytest.mark.parametrize("code", _lines(SECRETS))
def test_a_secret_is_fixed(code: str) -> None:
    assert Status.FIXED in _statuses(code)


@pytest.mark.parametrize("code", _lines(HARMLESS))
def test_what_only_looks_like_one_is_judged_harmless(code: str) -> None:
    assert _statuses(code) == {Status.HARMLESS}


@pytest.mark.parametrize("code", _lines(UNTOUCHED))
def test_what_speaks_of_no_secret_is_not_even_mentioned(code: str) -> None:
    assert _statuses(code) <= {Status.HARMLESS}


@pytest.mark.parametrize("code", _lines(ADVICE))
def test_what_cannot_be_fixed_is_told(code: str) -> None:
    assert Status.ADVICE in _statuses(code)
