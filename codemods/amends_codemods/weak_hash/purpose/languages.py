"""What the telling words of other languages mean, so that comments and names in them tell as much."""

from __future__ import annotations

import unicodedata
from typing import Final

_MEANINGS: Final = {
    "cache": "缓存 緩存 快取 キャッシュ 캐시 кэш кеш",
    "checksum": "校验和 校验值 校驗 チェックサム 체크섬 контрольн",
    "content": "内容 內容 コンテンツ содержим",
    "dedup": "去重 重复 重複 重覆 중복 дубл дедупл",
    "deterministic": "确定性 確定性 決定論的 결정적 детермин",
    "email": "邮箱 郵箱 メールアドレス 이메일 почт",
    "file": "文件 檔案 ファイル 파일 файл",
    "fingerprint": "指纹 指紋 отпечат",
    "anonymize": "脱敏 匿名 匿名化 익명 анонимиз",
    "password": "密码 密碼 口令 パスワード 비밀번호 парол",
    "signature": "签名 簽名 署名 서명 подпис",
    "stable": "稳定 穩定 안정적 стабильн",
    "token": "令牌 トークン 토큰 токен",
    "unique": "唯一 一意 ユニーク 고유 уникальн",
    "verification code": "验证码 驗證碼 認証コード 인증번호",
}
_IN_ENGLISH: Final = tuple((word, f" {english} ") for english, said in _MEANINGS.items() for word in said.split())


def in_english(text: str) -> str:
    """Return a text without accents, and with what is known of other scripts in English."""
    if text.isascii():
        return text
    told = unicodedata.normalize("NFC", text)
    for word, english in _IN_ENGLISH:
        told = told.replace(word, english)
    return "".join(letter for letter in unicodedata.normalize("NFKD", told) if not unicodedata.combining(letter))
