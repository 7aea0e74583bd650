import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import * as v from 'valibot'
import { EngineError, toEngineError } from '../engine/errors.ts'
import { hubRegistry, identityTokenUser, isHub, type Account, type Credential } from './account.ts'
import { parseRegistry } from './address.ts'

const configurationSchema = v.object({
	auths: v.nullish(
		v.record(
			v.string(),
			v.object({ auth: v.nullish(v.string()), identitytoken: v.nullish(v.string()), username: v.nullish(v.string()) }),
		),
		{},
	),
	credHelpers: v.nullish(v.record(v.string(), v.string()), {}),
	credsStore: v.nullish(v.string(), ''),
})
type Configuration = v.InferOutput<typeof configurationSchema>

const helperSchema = v.object({ Username: v.string(), Secret: v.string() })

/** A helper may ask the person to unlock their keychain; ms. */
const patience = 60_000

/**
 * What the Docker CLI is signed in with: from `credHelpers`, then `credsStore`, then `auths`, as it looks itself. It is
 * read anew each time and kept nowhere.
 *
 * @returns Undefined where it isn't signed in there.
 * @throws {EngineError} where the configuration or the helper is broken.
 */
export async function dockerCredential(folder: string, registry: string): Promise<Credential | undefined> {
	const configuration = await read(folder)
	const keys = keysOf(registry)
	const helper = keys.map((key) => configuration.credHelpers?.[key]).find(Boolean) ?? configuration.credsStore
	if (helper) {
		for (const key of keys) {
			const found = await fromHelper(helper, key)
			if (found) return { registry, userName: found.Username || identityTokenUser, secret: found.Secret }
		}
	}
	for (const [key, { auth, identitytoken }] of Object.entries(configuration.auths ?? {})) {
		if (parseRegistry(key) !== registry) continue
		if (identitytoken) return { registry, userName: identityTokenUser, secret: identitytoken }
		const [, userName = '', secret = ''] = /^([^:]*):([^]*)$/.exec(decode(auth)) ?? []
		if (secret !== '') return { registry, userName, secret }
	}
	return undefined
}

/**
 * Where, and as whom, the Docker CLI is signed in. Keeps no secret that a helper gives.
 *
 * @param wanted The only registry of interest, if there is one.
 * @throws {EngineError} where the configuration is broken, or none is found and a helper failed.
 */
export async function dockerSignIns(
	folder: string,
	wanted?: string,
): Promise<readonly Pick<Account, 'registry' | 'userName'>[]> {
	const { auths, credHelpers, credsStore } = await read(folder)
	const found = new Map<string, string>()
	const fits = (key: string) => wanted === undefined || parseRegistry(key) === wanted
	const take = (key: string, userName: string) => {
		const registry = parseRegistry(key)
		if (registry && fits(key)) found.set(registry, userName)
	}
	for (const [key, { auth, identitytoken }] of Object.entries(auths ?? {})) {
		const userName = identitytoken ? identityTokenUser : (decode(auth).split(':')[0] ?? '')
		if (userName !== '') take(key, userName)
	}
	const ofRegistries = Object.entries(credHelpers ?? {}).filter(([key]) => fits(key))
	const asked = await Promise.allSettled([
		credsStore ? list(credsStore) : {},
		// Those for one registry can't list, some of them, and others list what they aren't asked for.
		...ofRegistries.map(async ([key, helper]) => {
			const kept = await fromHelper(helper, key)
			return kept ? { [key]: kept.Username } : {}
		}),
	])
	for (const each of asked) {
		if (each.status === 'rejected') continue
		for (const [key, userName] of Object.entries(each.value)) {
			// The CLI keeps refresh tokens of its own beside.
			if (!/\/(?:access|refresh)-token$/.test(key)) take(key, userName || identityTokenUser)
		}
	}
	const failed = asked.find(({ status }) => status === 'rejected')
	if (found.size === 0 && failed?.status === 'rejected') throw toEngineError(failed.reason)
	return [...found].map(([registry, userName]) => ({ registry, userName }))
}

/** The keys under which the CLI may have kept a registry's sign-in. */
function keysOf(registry: string): readonly string[] {
	return isHub({ registry })
		? ['https://index.docker.io/v1/', hubRegistry, 'index.docker.io']
		: [registry, `https://${registry}`]
}

async function read(folder: string): Promise<Configuration> {
	const path = join(folder, 'config.json')
	let content: string
	try {
		content = await readFile(path, 'utf8')
	} catch (error) {
		if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return v.parse(configurationSchema, {})
		throw error
	}
	try {
		return v.parse(configurationSchema, JSON.parse(content))
	} catch (error) {
		// What it holds is not to be seen: not even in an error.
		throw new EngineError('invalid', `${path} can’t be read as a configuration of the Docker CLI.`, {
			cause: error instanceof Error ? error.name : undefined,
		})
	}
}

function decode(auth: string | null | undefined): string {
	return Buffer.from(auth ?? '', 'base64').toString('utf8')
}

async function fromHelper(helper: string, key: string): Promise<v.InferOutput<typeof helperSchema> | undefined> {
	const found = v.safeParse(helperSchema, await ask(helper, 'get', key))
	return found.success ? found.output : undefined
}

/** Undefined where the helper keeps no such thing. */
async function ask(helper: string, action: 'get' | 'list', input: string): Promise<unknown> {
	const { code, output } = await run(helper, action, input)
	if (code === 0) return parsed(helper, output)
	if (/credentials not found/i.test(output)) return undefined
	throw new EngineError('unexpected', `docker-credential-${helper}: ${output.trim().slice(0, 200)}`)
}

function parsed(helper: string, output: string): unknown {
	try {
		return JSON.parse(output)
	} catch {
		// The original quotes what it could not read, which may be the secret.
		throw new EngineError('unexpected', `docker-credential-${helper} did not answer in JSON.`)
	}
}

async function list(helper: string): Promise<Readonly<Record<string, string>>> {
	const listed = v.safeParse(v.record(v.string(), v.string()), await ask(helper, 'list', ''))
	return listed.success ? listed.output : {}
}

/** The protocol of https://github.com/docker/docker-credential-helpers: the server on stdin, the answer on stdout. */
async function run(helper: string, action: 'get' | 'list', input: string) {
	if (!/^[\w.-]+$/.test(helper)) throw new EngineError('invalid', 'The name of the credential helper is not valid.')
	const child = spawn(`docker-credential-${helper}`, [action], {
		stdio: ['pipe', 'pipe', 'ignore'],
		// Its timer keeps no process alive, also where there is no such helper.
		signal: AbortSignal.timeout(patience),
		windowsHide: true,
	})
	const ended = new Promise<number>((resolve, reject) => {
		child.once('error', (error) => {
			const [reason, what] =
				error.name === 'AbortError'
					? (['timeout', 'did not answer'] as const)
					: (['unexpected', 'could not be started'] as const)
			reject(new EngineError(reason, `docker-credential-${helper} ${what}.`, { cause: error }))
		})
		child.once('close', (code) => resolve(code ?? 1))
	})
	// A helper that ends before it reads is told by its code.
	child.stdin.on('error', () => undefined)
	child.stdin.end(input)
	const [output, code] = await Promise.all([text(child.stdout), ended])
	return { code, output }
}
