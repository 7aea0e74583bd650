import type { Container } from 'dockerode'

/** Runs a command in a running container; gives what it writes. */
export async function saidIn(container: Container, ...command: readonly string[]): Promise<string> {
	const exec = await container.exec({ Cmd: [...command], AttachStdout: true, AttachStderr: true, Tty: true })
	let text = ''
	for await (const chunk of await exec.start({ Tty: true })) text += String(chunk)
	return text
}
