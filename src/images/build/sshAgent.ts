/** Where this machine's SSH agent listens; empty where none is known. */
export function sshAgentAddress(): string {
	// Windows has one agent, at a name that never changes.
	const standard = process.platform === 'win32' ? String.raw`\\.\pipe\openssh-ssh-agent` : ''
	return process.env['SSH_AUTH_SOCK'] || standard
}
