import { BlockList, isIP, isIPv6 } from "node:net";

/** Which addresses strangers may make us ask, as far as it can be told before a connection is made. */

/** The rest of a sentence about a URL. */
export type Refusal = string;

export const INNER = "leads to an address inside a network, which is never asked";

// Beyond these, an address below 1024 is a mail server or the like, which an HTTP request can be made to speak to.
const SERVICE_PORTS = [80, 443];

/** RFC 4291: the whole of global unicast. What is not in it is inside some network, or an IPv4 address in disguise. */
const GLOBAL_IPV6 = new BlockList();
GLOBAL_IPV6.addSubnet("2000::", 3, "ipv6");

/** Within it: Teredo, 6to4 (both carry an IPv4 address), and what documentation uses. */
const NOT_GLOBAL_IPV6 = new BlockList();
NOT_GLOBAL_IPV6.addSubnet("2001::", 23, "ipv6");
NOT_GLOBAL_IPV6.addSubnet("2001:db8::", 32, "ipv6");
NOT_GLOBAL_IPV6.addSubnet("2002::", 16, "ipv6");
NOT_GLOBAL_IPV6.addSubnet("3fff::", 20, "ipv6");

// RFC 6761, RFC 6762, and the name that ICANN keeps for networks of one's own.
const INNER_NAMES = /(^|\.)(localhost|local|internal)$/;

/** What refuses a URL by its spelling; `null`: it may be tried. */
export function refusalOf(url: URL): Refusal | null {
  if (url.protocol !== "http:" && url.protocol !== "https:") return "must start with https:// or http://";
  if (url.username !== "" || url.password !== "") return "must not hold a user name or password";
  const port = Number(url.port || (url.protocol === "https:" ? 443 : 80));
  if (port < 1024 && !SERVICE_PORTS.includes(port)) return "names a port that no web server has";
  const host = url.hostname.replace(/^\[|\]$|\.$/g, "");
  return INNER_NAMES.test(host) || (isIP(host) && isInnerIpv6(host)) ? INNER : null;
}

/** IPv6 addresses that request-filtering-agent takes for public ones, such as `::127.0.0.1`; for IPv4 it needs no help. */
export function isInnerIpv6(address: string): boolean {
  if (!isIPv6(address)) return false;
  const plain = address.split("%")[0] ?? "";
  return !GLOBAL_IPV6.check(plain, "ipv6") || NOT_GLOBAL_IPV6.check(plain, "ipv6");
}
