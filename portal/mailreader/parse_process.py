"""The other side of `parse_apart`: raw mail on standard input, a packed ParsedMail on standard output."""

import resource
import sys

from portal.mailreader.parse import TIMEOUT, parse

MEMORY = 1024 * 1024 * 1024  # bytes of address space; a 25 MB mail needs about a fifth


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (int(TIMEOUT), int(TIMEOUT)))
    parsed = parse(sys.stdin.buffer.read(), trusted_servers=sys.argv[1:])
    sys.stdout.buffer.write(parsed.pack())


if __name__ == "__main__":
    main()
