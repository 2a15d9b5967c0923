"""Which addresses belong to the open internet: neither a page nor an alert may lead into the house."""

from __future__ import annotations

import ipaddress

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_MAPPED = ipaddress.ip_network("::ffff:0:0/96")
_UNICAST = ipaddress.ip_network("2000::/3")  # outside of it Python calls too much global: fec0::, ::10.0.0.8
_NOBODYS = (ipaddress.ip_network("3fff::/20"), ipaddress.ip_network("192.88.99.0/24"))


def is_public(text: str) -> bool:
    """Whether the whole internet means the same machine by this address.

    >>> [is_public(a) for a in ("1.1.1.1", "10.0.0.8", "127.0.0.1", "169.254.169.254", "::1", "224.0.0.1")]
    [True, False, False, False, False, False]
    >>> [is_public(a) for a in ("::ffff:10.0.0.8", "64:ff9b::a00:8", "2002:a00:8::", "2606:4700::1111")]
    [False, False, False, True]
    >>> [is_public(a) for a in ("::10.0.0.8", "fec0::1", "64:ff9b:1::a00:8", "::ffff:0:127.0.0.1", "64:ff9b::101:101")]
    [False, False, False, False, True]
    >>> is_public("no address"), is_public("100.64.0.1")
    (False, False)
    """
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return False
    return all(_is_anybodys(one) for one in (address, *_inside(address)))


def _is_anybodys(address: Address) -> bool:
    if any(address in network for network in _NOBODYS):
        return False
    if address in _NAT64 or address in _MAPPED:  # what it carries decides
        return True
    inside = isinstance(address, ipaddress.IPv4Address) or address in _UNICAST
    return inside and address.is_global and not address.is_multicast


def _inside(address: Address) -> list[Address]:
    """The old address that a new one carries: mapped, translated or tunnelled."""
    if isinstance(address, ipaddress.IPv4Address):
        return []
    carried: list[Address | None] = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    if address in _NAT64:
        carried.append(ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF))
    return [one for one in carried if one is not None]
