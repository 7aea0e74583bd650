import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile, writeFile } from 'node:fs/promises'
import { promisify } from 'node:util'

/** What dockerd switches on for the whole machine. */
const switches = [
	'/proc/sys/net/ipv4/ip_forward',
	'/proc/sys/net/bridge/bridge-nf-call-iptables',
	'/proc/sys/net/bridge/bridge-nf-call-ip6tables',
] as const

const families = ['iptables', 'ip6tables'] as const

/**
 * Remembers this machine's firewall before an engine keeps rules in it; dockerd leaves them there when it ends.
 *
 * @returns Takes away what Docker added since. What anybody else changed meanwhile stays.
 */
export async function rememberFirewall(): Promise<() => Promise<void>> {
	const rules = await Promise.all(families.map(save))
	const values = await Promise.all(switches.map((path) => readFile(path, 'utf8').catch(() => '0')))
	return async () => {
		await Promise.all(
			families.map(async (family, index) => restore(family, withoutDocker(rules[index], await save(family)))),
		)
		await Promise.all(switches.map((path, index) => writeFile(path, values[index] ?? '0').catch(() => undefined)))
	}
}

/** Rules as `iptables-save` writes them, without those of Docker that were not there before. */
function withoutDocker(before: string | undefined, now: string): string {
	const kept = new Set(byTable(before ?? '').map(({ table, line }) => table + withoutCounts(line)))
	const forwards = /^\*filter$[^*]*^:FORWARD (\w+)/m.exec(before ?? '')?.[1] ?? 'ACCEPT'
	return byTable(now)
		.filter(({ table, line }) => kept.has(table + withoutCounts(line)) || !ofDocker.test(line))
		.map(({ table, line }) => (table === '*filter' ? line.replace(/^:FORWARD \w+/, `:FORWARD ${forwards}`) : line))
		.join('\n')
}

const ofDocker = /\bDOCKER\b|DOCKER-|\b(?:longsh|br-|docker)[\w-]+|\b10\.21[23]\./

function byTable(rules: string): readonly { readonly table: string; readonly line: string }[] {
	let table = ''
	return rules.split('\n').map((line) => {
		if (line.startsWith('*')) table = line
		return { table, line }
	})
}

/** Of a chain it is also said how much has gone through it. */
function withoutCounts(line: string): string {
	return line.replace(/ \[\d+:\d+\]$/, '')
}

async function save(family: (typeof families)[number]): Promise<string> {
	const { stdout } = await promisify(execFile)(`${family}-save`).catch(() => ({ stdout: '' }))
	return stdout
}

async function restore(family: (typeof families)[number], rules: string): Promise<void> {
	const child = spawn(`${family}-restore`, { stdio: ['pipe', 'ignore', 'ignore'] })
	child.stdin.end(rules)
	await once(child, 'exit')
}
