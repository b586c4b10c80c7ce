"""How much one connection may send, without remembering whose it is.

django-ratelimit and its like keep the address of every visitor, in plain, in the cache.
Here a keyed hash of the address and of the hour stands for it, and is forgotten with
the hour: it leads back to nobody, and says nothing of two visits in different hours.
"""

from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.core.cache import cache
from django.utils.crypto import salted_hmac

PERIOD = timedelta(hours=1)
# Who has one IPv6 address most often has all of its network.
IPV6_NETWORK = 64


def is_allowed(request, *, scope: str, most: int, at: datetime) -> bool:
    """Count one more of ``scope``; False where this hour already had ``most``.

    Not exact: of several sent at the same moment, one or two more may pass.
    """
    hour = int(at.timestamp() // PERIOD.total_seconds())
    about = f"{scope} {network_of(request)} {hour}"
    key = salted_hmac(__name__, about, algorithm="sha256").hexdigest()
    sent = cache.get(key, 0)
    if sent >= most:
        return False
    cache.set(key, sent + 1, timeout=PERIOD.total_seconds())
    return True


def network_of(request) -> str:
    """The address that a limit is for, or an empty text where it cannot be told.

    Behind a proxy the last address of the header is the one that the proxy saw; what
    stands before it, anybody may have written.
    """
    address = request.META.get("REMOTE_ADDR", "")
    if settings.IS_SERVED_BY_HTTPS:
        forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "")
        address = forwarded.rpartition(",")[2].strip() or address
    try:
        parsed = ip_address(address)
    except ValueError:
        return ""
    if isinstance(parsed, IPv6Address):
        return str(ip_network((parsed, IPV6_NETWORK), strict=False))
    return str(parsed)
