import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { promisify } from 'node:util'

const run = promisify(execFile)

export interface SshAgent extends AsyncDisposable {
	/** As in SSH_AUTH_SOCK. */
	readonly address: string
}

/** An SSH agent with one key, which has this comment. Key and socket are in the folder, which is somebody else's to remove. */
export async function startSshAgent(folder: string, comment: string): Promise<SshAgent> {
	const [key, address] = [join(folder, 'key'), join(folder, 'agent')]
	await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', comment, '-f', key])
	const child = spawn('ssh-agent', ['-D', '-a', address], { stdio: 'ignore' })
	const exited = once(child, 'exit')
	while (!existsSync(address)) await wait(20)
	await run('ssh-add', ['-q', key], { env: { ...process.env, SSH_AUTH_SOCK: address } })
	return {
		address,
		[Symbol.asyncDispose]: async () => {
			child.kill()
			await exited
		},
	}
}
