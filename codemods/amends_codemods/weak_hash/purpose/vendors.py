"""Services whose interfaces ask for MD5 or SHA-1, mostly as a signature of the parameters and a secret."""

from __future__ import annotations

from typing import Final

_NAMES: Final = """
    adyen akamai alibaba alipay aliyun amazon audioscrobbler authorizenet aws backblaze baidu bbb bigbluebutton
    bilibili bitrix braintree cashfree ccavenue clickatell cloudfront criteo cryptomus discourse dotpay douyin
    dropbox easypay ecovacs ecpay esewa evernote ewelink facebook fitbit flickr freekassa freshdesk freshworks
    github gracenote gupshup huawei iflytek instamojo intercom interkassa jingdong klarna kuaidi lastfm liqpay
    liveramp mailchimp mailru mandrill moneybookers navidrome netease nexmo odnoklassniki ogone onesignal payeer
    payfast payhere paypal paysera paytm payu pinduoduo plivo przelewy qcloud qiniu razorpay recurly rememberthemilk
    robokassa roborock sagepay shopify skrill smsc sso steam stripe subsonic taobao tencent tenpay toutiao trello
    tumblr tuya twilio twitter unionpay unitpay upyun vimeo vkontakte vonage wayforpay webmoney wechat weixin
    withings worldpay wxpay xiaomi xunfei yoomoney youdao zendesk
    last-fm secure-link slack-signature line-signature authorize-net
"""

VENDORS: Final = frozenset(tuple(name.split("-")) for name in _NAMES.split())
"""The words of a vendor's name. It counts only where a secret goes into the digest, or a person."""

_PROTOCOLS: Final = """
    bgp bittorrent chap cifs dicom dlna eap host-key ipmi jabber jks keepass kerberos known-host known-hosts
    knownhosts modbus ntlm oauth onvif openssl openvpn otr ovpn pap pdf pkcs pop3 pptp radius rtmp rtsp saml
    sasl sip smb snmp soap srp ssh tacacs upnp vnc vrrp wps wsse xmpp zip
"""

PROTOCOLS: Final = frozenset(tuple(name.split("-")) for name in _PROTOCOLS.split())
"""Protocols and formats that say how a password or secret is digested. They count as the name of what does it."""
