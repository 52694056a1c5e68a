"""The words that tell what a digest is made for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from amends_codemods.weak_hash.purpose.families import CIPHERS, KEY_FORMATS, PROPERTIES
from amends_codemods.weak_hash.purpose.purposes import Place, Purpose

_NAMING: Final = frozenset({Place.TARGET, Place.FUNCTION, Place.RECEIVER, Place.USE})
_ANYWHERE: Final = frozenset(Place)
_SAID: Final = frozenset({Place.COMMENT, Place.REMARK})
_OF_PERSON: Final = _ANYWHERE - {*_SAID, Place.MODULE, Place.NEARBY, Place.RECEIVER, Place.COMPARED}
_OF_DATA: Final = _ANYWHERE - {*_SAID, Place.MODULE, Place.NEARBY, Place.CLASS, Place.COMPARED}
_CODE: Final = _ANYWHERE - {*_SAID, Place.MODULE, Place.NEARBY}


@dataclass(frozen=True, slots=True)
class Clue:
    """Words that, side by side in one name, speak for a purpose.

    `strength` multiplies the weight of the place. One clue that is `decisive` settles the purpose.
    """

    phrase: tuple[str, ...]
    purpose: Purpose
    strength: int
    places: frozenset[Place] = _ANYWHERE
    decisive: bool = False


def _clues(
    purpose: Purpose, strength: int, phrases: str, places: frozenset[Place] = _ANYWHERE, *, decisive: bool = False
) -> Iterator[Clue]:
    for phrase in phrases.split():
        yield Clue(tuple(phrase.split("-")), purpose, strength, places, decisive)


_UNLOCKING: Final = (
    "access activate activation confirm confirmation invite invitation magic recovery reset verification verify"
)
_ONE_TIME: Final = " ".join(f"{what}-{how}" for what in _UNLOCKING.split() for how in ("link", "url", "code", "key"))

_ENCRYPTING: Final = " ".join(
    f"{cipher}-{what}" for cipher in sorted(CIPHERS - {"cipher"}) for what in ("encrypt", "decrypt")
)

_HIDDEN: Final = "anonymize anonymise anonymous privacy pseudonym pseudonymize pseudonymise pseudonymous"

CLUES: Final = (
    # what settles it, wherever it stands
    *_clues(
        Purpose.CONTENT,
        3,
        "gravatar libravatar identicon avatar robohash dicebear git-object git-blob content-md5 contentmd5",
        decisive=True,
    ),
    *_clues(
        Purpose.PROTOCOL,
        3,
        """mtproto sapisid sapisidhash subsonic mailchimp subscriber-hash criteo liveramp wordlist bruteforce
        brute-force""",
        decisive=True,
    ),
    *_clues(
        Purpose.PROTOCOL,
        3,
        """cnonce cred-hist credhist dpapi ha1 ha2 ntlm netntlm lmhash nthash nt-hash wsse smb hibp pwned pwnedpasswords
        haveibeenpwned
        websocket-accept accept-key infohash info-hash btih bencode torrent ja3 apop cram oaep totp hotp ssec
        sse-customer customer-key-md5 skid spki hpkp thumbprint openpgp pgp keygrip rtmp mysql-native
        native-password scramble oauth1 oauth-signature alipay wechat wechatpay weixin wxpay postgres-md5
        x-hub-signature hub-signature digest-auth digest-authentication lastfm string-to-sign canonical-request
        canonicalized consumer-secret access-token-secret subject-hash pkcs7 pkcs12 pkpass key-identifier api-sig
        api-sign app-sign evp bytes-to-key pmk wpa eapol pg-md5 sec-websocket sec-web-socket websocket-key eafa5 mschap
        netlogon opad ipad new-nonce
        auth-response challenge-response coturn ice-server turn-server turn-credential turn-secret
        cloud-front cloudfront disqus mbox vri hashed-secret s2-k keyblob user-sid master-key-file
        crypt-session-key crypt-derive-key nsec3""",
        _ANYWHERE - {Place.MODULE},
        decisive=True,
    ),
    *_clues(Purpose.PROTOCOL, 3, " ".join(sorted(KEY_FORMATS)), frozenset({Place.MODULE}), decisive=True),
    *_clues(Purpose.PROTOCOL, 3, "utf-16-le utf16-le", frozenset({Place.STRING}), decisive=True),
    *_clues(Purpose.PROTOCOL, 3, "diffie-hellman", decisive=True),
    *_clues(Purpose.PROTOCOL, 3, "client-challenge server-challenge client-nonce server-nonce", _CODE, decisive=True),
    *_clues(Purpose.PROTOCOL, 3, "key-id keyid", frozenset({Place.TARGET, Place.FUNCTION}), decisive=True),
    *_clues(Purpose.KEY, 3, "iv", frozenset({Place.TARGET, Place.FUNCTION}), decisive=True),
    *_clues(Purpose.PROTOCOL, 3, "key-iv key-and-iv", frozenset({Place.TARGET, Place.FUNCTION}), decisive=True),
    *_clues(Purpose.PROTOCOL, 3, "realm", frozenset({Place.ARGUMENT}), decisive=True),
    *_clues(Purpose.PROTOCOL, 3, "ssid", frozenset({Place.ARGUMENT, Place.FUNCTION}), decisive=True),
    *_clues(Purpose.PROTOCOL, 6, "before-key", frozenset({Place.ARGUMENT})),
    *_clues(Purpose.PROTOCOL, 2, "realm", frozenset({Place.STRING})),
    # secrets
    *_clues(
        Purpose.PASSWORD,
        3,
        """password passwd pwd passphrase passcode passwords hashpw userpass md5-crypt htpasswd check-pw pw
        psw passw pswd user-pass new-pass getpass senha contrasena passwort kennwort wachtwoord motdepasse heslo haslo
        matkhau mdp mima parol parola sifre""",
        _CODE,
    ),
    *_clues(Purpose.PASSWORD, 3, "clave-hash hash-clave cifrar-clave encriptar-clave clave-usuario", _CODE),
    *_clues(Purpose.PASSWORD, 3, "pin", _NAMING | {Place.ARGUMENT}),
    *_clues(
        Purpose.PASSWORD,
        4,
        """password-hash hashed-password stored-password password-digest password-found found-password password-is
        md5-password""",
        frozenset({Place.NEARBY}),
    ),
    *_clues(Purpose.PASSWORD, 2, "credential credentials login guess", _CODE - {Place.CLASS}),
    *_clues(Purpose.PASSWORD, 4, "auth-user authorized-user", frozenset({Place.TARGET})),
    *_clues(Purpose.PASSWORD, 2, "auth", frozenset({Place.ARGUMENT, Place.COMPARED})),
    *_clues(Purpose.PASSWORD, 0, "x-auth header-auth headers-auth", frozenset({Place.COMPARED})),
    *_clues(Purpose.PASSWORD, 4, "password passwords", frozenset({Place.COMMENT})),
    *_clues(Purpose.PASSWORD, 3, "decrypt crack cracked", frozenset({Place.COMPARED})),
    *_clues(Purpose.PASSWORD, 1, "salt", frozenset({Place.ARGUMENT})),
    *_clues(
        Purpose.TOKEN,
        3,
        """token session-id sessionid session-key session-token nonce csrf xsrf api-key apikey otp auth-code
        jti refresh-token auth-token urandom sess sessid uuid1 uuid4 token-hex token-bytes
        getrandbits""",
        _CODE,
    ),
    *_clues(Purpose.TOKEN, 3, "secret-key", _NAMING | {Place.CLASS}),
    *_clues(Purpose.TOKEN, 3, "secret", frozenset({Place.TARGET, Place.FUNCTION})),
    *_clues(Purpose.TOKEN, 2, "sid", frozenset({Place.TARGET, Place.USE, Place.ARGUMENT})),
    *_clues(Purpose.TOKEN, 3, "license-key licence-key product-key coupon voucher", _NAMING),
    *_clues(Purpose.KEY, 3, " ".join(sorted(CIPHERS)), frozenset({Place.FUNCTION})),
    *_clues(Purpose.KEY, 12, " ".join(sorted(CIPHERS)), frozenset({Place.RECEIVER})),
    *_clues(Purpose.KEY, 12, "keyring-key", frozenset({Place.TARGET, Place.USE})),
    *_clues(Purpose.KEY, 3, _ENCRYPTING, frozenset({Place.RECEIVER})),
    *_clues(Purpose.KEY, 0, "cipher-encrypt cipher-decrypt cipher-update", frozenset({Place.RECEIVER})),
    *_clues(Purpose.KEY, 3, " ".join(f"{cipher}-key" for cipher in sorted(CIPHERS)), frozenset({Place.TARGET})),
    *_clues(
        Purpose.KEY,
        3,
        "encryption-key crypt-key crypto-key encrypt-key derive-key derived-key derive-bytes",
        frozenset({Place.TARGET, Place.FUNCTION}),
    ),
    *_clues(Purpose.KEY, 3, "passphrase", frozenset({Place.ARGUMENT})),
    *_clues(Purpose.KEY, 4, "stretched", frozenset({Place.USE})),
    *_clues(Purpose.PASSWORD, 3, "master-key masterkey", frozenset({Place.ARGUMENT})),
    *_clues(Purpose.KEY, 1, "key", frozenset({Place.TARGET, Place.FUNCTION})),
    *_clues(Purpose.KEY, 1, "encrypt decrypt", frozenset({Place.RECEIVER})),
    *_clues(Purpose.KEY, 6, "mode-ecb mode-cbc mode-cfb mode-ofb mode-ctr mode-gcm", frozenset({Place.STRING})),
    *_clues(Purpose.KEY, 5, " ".join(sorted(CIPHERS)), frozenset({Place.CLASS})),
    *_clues(Purpose.TOKEN, 3, _ONE_TIME, _CODE),
    *_clues(Purpose.TOKEN, 3, "random rand randint entropy", frozenset({Place.ARGUMENT, Place.FUNCTION})),
    *_clues(Purpose.TOKEN, 2, "ticket cookie", _NAMING),
    *_clues(Purpose.TOKEN, 1, "random time now timestamp", frozenset({Place.ARGUMENT, Place.TARGET})),
    # persons and authors
    *_clues(
        Purpose.IDENTITY,
        3,
        """email emails mail phone mobile msisdn ssn pii user-id userid customer-id patient patient-id member-id person
        person-id national-id passport subscriber subscriber-id anonymize anonymise anonymized anonymous anon
        pseudonym pseudonymize pseudonymise pseudonymized deidentify obfuscate redact scrub identifier-hash
        hash-identifier ip-address client-ip ip-addr remote-addr remote-ip ipaddr user-ip account-number card-number
        iban dob account-id bssid license-plate
        plate licence-plate imei imsi respondent employee-id student-id birthdate
        date-of-birth surname full-name first-name last-name hashed-user user-hash hash-user mac-address email-hash
        tax-id client-id hwid hardware-id machine-id client-host visitor-id visitor credit-card device-id
        advertising-id ip mask-user mask-username mask-name mask-customer mask-value mask-id
        mask-field mask-column mask-text mask-string mask-data mask-record mask-identifier""",
        _OF_PERSON,
    ),
    *_clues(Purpose.IDENTITY, 3, "mac-addr machine-code serial-number getnode", _OF_PERSON),
    *_clues(Purpose.IDENTITY, 3, "mac", frozenset({Place.ARGUMENT})),
    *_clues(Purpose.IDENTITY, 2, "username user account customer", _OF_PERSON - {Place.CLASS}),
    *_clues(
        Purpose.IDENTITY, 1, "pii privacy anonymize pseudonymize email phone", frozenset({Place.COMMENT, Place.CLASS})
    ),
    *_clues(Purpose.IDENTITY, 4, "gdpr mac-address ip-address personal sensitive", _SAID),
    *_clues(Purpose.IDENTITY, 4, _HIDDEN, frozenset({Place.REMARK})),
    # formats and protocols
    *_clues(
        Purpose.PROTOCOL,
        3,
        """certificate cert x509 der pubkey public-key ssh-key host-key fingerprint-ssh postgres-password md5-password
        radius chap sasl scram kerberos ldap rtsp sip upnp websocket oauth gpg dkim dnssec s3-signature
        aws-signature blob-sha""",
        _CODE,
    ),
    *_clues(
        Purpose.PROTOCOL,
        12,
        """authorization-header rfc mandated mandates mimic compatible compatibility-with specification-has
        specification-requires specification-asks specification-says specification-demands by-specification""",
        frozenset({Place.COMMENT}),
    ),
    *_clues(Purpose.PROTOCOL, 1, "openssl protocol spec legacy", frozenset({Place.COMMENT})),
    *_clues(Purpose.PROTOCOL, 2, "digestauth httpdigest", _CODE),
    *_clues(Purpose.PROTOCOL, 3, "handshake", _NAMING | {Place.COMPARED}),
    # data
    *_clues(
        Purpose.CONTENT,
        3,
        """checksum checksums md5-sum sha1-sum etag e-tag cache cached caching cachekey fingerprint fingerprints dedup
        dedupe huella deduplicate deduplication duplicate duplicates shard sharding bucket bucketing partition integrity
        crc memo memoize color colour hue lockfile static-hash namespace file-hash hash-file file-md5 md5-file
        file-digest digest-file file-sha1 sha1-file content-hash hash-content content-id version-hash hash-version
        deterministic pseudo-random consistent ring hash-ring rollout variant experiment bloom lsh minhash simhash
        feature-flag idempotency idempotent cache-key redis-key memcached-key jitter palette snapshot unchanged""",
        _CODE,
    ),
    *_clues(
        Purpose.CONTENT,
        2,
        """s3 boto swift change changed backup canonical crawl seen replica stagger emoji anchor permalink corpus
        mutex socket container commit release wheel dependency requirement compiler kernel tensor checkpoint
        read-bytes file files filelike filename filepath path paths chunk chunks blob download downloaded installer
        version slug suffix prefix label uuid guid unique seed sample record row rows json dataframe df table column
        columns schema query sql template texts document documents doc docs page image img icon icons css static
        asset assets package packages config params parameters opts options lock tmp temp dir directory folder module
        stable artifact batch job task node nodes edge graph embed embedding vector prompt dataset title article line
        source snippet key-prefix cpath control pickle pickled array series func function class arn stream iterator
        metadata state diff tree archive tarball tar zip buffer buf constraint topic name names block model weights
        id-list chunk-id doc-id entity-id unique-id object-id item-id node-id run-id task-id build-id request-url
        layer manifest revision migration event events html xml yaml toml sprite css-hash paragraph sentence question
        answer identifier ident entity entities project mp3 audio video frame thumb thumbnail media plugin component
        wizard fragment header headers host hostname worker cluster site tenant region zone bundle loader fname
        basename extension ext layout placeholder business-key surrogate natural-key composite-key row-key sort-key
        lookup-key storage-key repr rom firmware csv tsv parquet stdin src tabela tabla text-hash hash-text position
        fen pgn cmd cmdline command titulo arquivo archivo fichero fichier conteudo contenido contenu datei noticia
        pagina pixel pixels""",
        _OF_DATA,
    ),
    *_clues(Purpose.CONTENT, 2, "sha sha1 md5 md5-sum sha1-sum previous prev last old", frozenset({Place.COMPARED})),
    *_clues(
        Purpose.CONTENT,
        2,
        "piece pieces parts tobytes output outputs user-agent values cols",
        frozenset({Place.ARGUMENT}),
    ),
    *_clues(Purpose.CONTENT, 2, "url uri link href", _OF_DATA - {Place.USE}),
    *_clues(Purpose.CONTENT, 3, "of-object", frozenset({Place.FUNCTION})),
    *_clues(Purpose.CONTENT, 4, "too-long", frozenset({Place.USE})),
    *_clues(Purpose.CONTENT, 16, "names-file", frozenset({Place.USE})),
    *_clues(Purpose.CONTENT, 0, "request-json request-form request-args request-data response-json", _ANYWHERE),
    *_clues(Purpose.CONTENT, 2, "id ids hexid installid reply comment tweet tag", _NAMING),
    *_clues(Purpose.CONTENT, 1, "key keys", frozenset({Place.TARGET, Place.USE})),
    *_clues(Purpose.CONTENT, 2, "corrupt corrupted corruption", frozenset({Place.COMMENT, Place.NEARBY})),
    *_clues(
        Purpose.CONTENT,
        12,
        """not-cryptographically non-cryptographic non-crypto non-security not-security no-security not-for-security
        not-used-for-security
        not-a-security not-cryptographic not-security-sensitive not-security-critical""",
        frozenset({Place.COMMENT}),
    ),
    *_clues(Purpose.CONTENT, 4, "random rng seed randomstate", frozenset({Place.RECEIVER})),
    *_clues(Purpose.CONTENT, 2, "redis memcache memcached diskcache setex", frozenset({Place.RECEIVER})),
    *_clues(
        Purpose.CONTENT,
        4,
        """cache cached caching checksum checksums etag e-tag dedupe dedup deduplicate deduplication duplicates sharding
        shorter shorten hash-of-the-data hash-of-data hash-of-the-content hash-of-the-file""",
        _SAID,
    ),
    *_clues(Purpose.CONTENT, 4, " ".join(sorted(PROPERTIES)), frozenset({Place.COMMENT})),
    *_clues(
        Purpose.CONTENT,
        2,
        "cache caching checksum checksums dedup files storage staticfiles imagecache fingerprint etag sharding",
        frozenset({Place.MODULE}),
    ),
)
