/** What a program must be told to reach the stand-in under Docker Hub's own names. */
export interface HubNames {
	/** Host name to IP address. */
	readonly hosts: Readonly<Record<string, string>>
	/** Path of a PEM file with the system's authorities and the test one. */
	readonly certificateBundle: string
}

// The file is unlinked once it is mounted, so that nothing is left behind however the program ends.
const script = `set -e
lines=$1
shift
file=$(mktemp)
{ cat /etc/hosts; printf '%s\\n' "$lines"; } > "$file"
mount --bind "$file" /etc/hosts
rm "$file"
exec "$@"`

/**
 * Wraps a command so that it runs in a mount namespace in which these names lead to the stand-in, and in which Go
 * programs and Node trust its certificate. The process keeps its id throughout, so signals reach it directly.
 * Needs root (or CAP_SYS_ADMIN). The command must not set `SSL_CERT_FILE` or `NODE_EXTRA_CA_CERTS` itself.
 */
export function inHubNamespace(command: readonly string[], { hosts, certificateBundle }: HubNames): string[] {
	const lines = Object.entries(hosts).map(([name, address]) => `${address} ${name}`)
	const trust = [`SSL_CERT_FILE=${certificateBundle}`, `NODE_EXTRA_CA_CERTS=${certificateBundle}`]
	return ['unshare', '--mount', 'sh', '-c', script, 'sh', lines.join('\n'), 'env', ...trust, ...command]
}
