import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { accessSync, constants, existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** A program, and the Debian package that has it. */
interface Program {
	readonly name: string
	readonly debianPackage: string
}

const programs = {
	engine: [
		{ name: 'dockerd', debianPackage: 'docker.io' },
		{ name: 'iptables', debianPackage: 'iptables' },
		{ name: 'ip', debianPackage: 'iproute2' },
		{ name: 'unshare', debianPackage: 'util-linux' },
	],
	otherEngine: [{ name: 'debootstrap', debianPackage: 'debootstrap' }],
	images: [
		{ name: 'busybox', debianPackage: 'busybox-static' },
		{ name: 'ssh-agent', debianPackage: 'openssh-client' },
	],
	registries: [
		{ name: 'docker-registry', debianPackage: 'docker-registry' },
		{ name: 'htpasswd', debianPackage: 'apache2-utils' },
		{ name: 'openssl', debianPackage: 'openssl' },
	],
	browser: [
		{ name: 'chromium', debianPackage: 'chromium' },
		{ name: '/usr/share/fonts/opentype/noto', debianPackage: 'fonts-noto-cjk' },
	],
	codeServer: [
		{ name: 'g++', debianPackage: 'g++' },
		{ name: 'make', debianPackage: 'make' },
		{ name: 'python3', debianPackage: 'python3' },
		{ name: 'pkg-config', debianPackage: 'pkg-config' },
		{ name: '/usr/include/krb5.h', debianPackage: 'libkrb5-dev' },
		{ name: '/usr/include/libsecret-1', debianPackage: 'libsecret-1-dev' },
	],
} satisfies Readonly<Record<string, readonly Program[]>>

export type Purpose = keyof typeof programs

/** What each takes on a disk that has nothing of it. */
const megabytes: Readonly<Record<Purpose, number>> = {
	engine: 300,
	otherEngine: 5,
	images: 15,
	registries: 25,
	browser: 800,
	codeServer: 350,
}

/**
 * Installs what is missing, where that is possible without asking: on Debian and Ubuntu as root.
 *
 * @throws what to install by hand, elsewhere.
 */
export async function prepare(...purposes: readonly Purpose[]): Promise<void> {
	const wanted: readonly Program[] = purposes.flatMap((purpose) => programs[purpose])
	const missing = [...new Set(wanted.filter(isMissing).map(({ debianPackage }) => debianPackage))]
	if (missing.length === 0) return
	if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
		throw new Error(
			`These are missing, and only on Debian or Ubuntu as root they can be installed from here: ${missing.join(', ')}.\n` +
				`On Debian or Ubuntu: sudo apt-get install ${missing.join(' ')}`,
		)
	}
	const lacking = purposes.filter((purpose) => programs[purpose].some(isMissing))
	const size = lacking.reduce((sum, purpose) => sum + megabytes[purpose], 0)
	console.log(`Installing ${missing.join(', ')} from the distribution: up to ${size} MB, some minutes, only once…`)
	await apt(['update'])
	await apt(['install', '-y', '--no-install-recommends', ...missing])
}

/** Whether a program can be found, or a file is there. */
export function isInstalled(name: string): boolean {
	return !isMissing({ name, debianPackage: '' })
}

function isMissing({ name }: Program): boolean {
	if (name.startsWith('/')) return !existsSync(name)
	const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/sbin']
	return !folders.some((folder) => isExecutable(join(folder, name)))
}

function isExecutable(path: string): boolean {
	try {
		accessSync(path, constants.X_OK)
		return true
	} catch {
		return false
	}
}

async function apt(words: readonly string[]): Promise<void> {
	const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
	const child = spawn('apt-get', words, { stdio: ['ignore', 'inherit', 'inherit'], env: environment })
	const [code] = await once(child, 'exit')
	if (code !== 0) throw new Error(`apt-get ${words.join(' ')} ended with ${code}.`)
}
