import { createHash } from 'node:crypto'
import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import * as v from 'valibot'
import { EngineError } from './errors.ts'
import { type TlsMaterial, readTlsMaterial } from './tlsMaterial.ts'

/** One entry of the docker CLI's context store: `contexts/meta/<sha256(name)>/meta.json`. */
export interface ContextRecord {
	readonly name: string
	readonly description: string | undefined
	/** The docker endpoint as the CLI writes it; undefined where the context has none. */
	readonly host: string | undefined
	/** Whether the engine's certificate goes unverified. */
	readonly skipVerification: boolean
}

const metaSchema = v.object({
	Name: v.string(),
	Metadata: v.optional(v.nullable(v.object({ Description: v.optional(v.string()) }))),
	Endpoints: v.optional(
		v.nullable(
			v.object({
				docker: v.optional(v.object({ Host: v.optional(v.string()), SkipTLSVerify: v.optional(v.boolean()) })),
			}),
		),
	),
})

const configSchema = v.object({ currentContext: v.optional(v.string()) })

/** The docker CLI's folder: `DOCKER_CONFIG`, else `~/.docker`. */
export function configFolder(environment: NodeJS.ProcessEnv, home: string): string {
	return environment['DOCKER_CONFIG'] || join(home, '.docker')
}

/**
 * Name of the context that the docker CLI would use, `default` where none is chosen. As in the CLI, `DOCKER_CONTEXT`
 * goes before `config.json`, and a `config.json` that can't be read counts as absent.
 */
export async function currentContextName(environment: NodeJS.ProcessEnv, home: string): Promise<string> {
	if (environment['DOCKER_CONTEXT']) return environment['DOCKER_CONTEXT']
	const config = v.safeParse(configSchema, await readJson(join(configFolder(environment, home), 'config.json')))
	return (config.success && config.output.currentContext) || 'default'
}

/** All contexts of the store, by name; broken entries are left out. `default` isn't stored and isn't listed. */
export async function listContexts(folder: string): Promise<readonly ContextRecord[]> {
	const entries = await readdir(join(folder, 'contexts', 'meta')).catch(() => [])
	const contexts = await Promise.all(entries.map((entry) => readMeta(folder, entry)))
	return contexts.filter((context) => context !== undefined).sort((one, other) => one.name.localeCompare(other.name))
}

/**
 * One context by name.
 *
 * @throws {EngineError} `invalid` when the store has no such context, or one that can't be read.
 */
export async function readContext(folder: string, name: string): Promise<ContextRecord> {
	const context = await readMeta(folder, digestOf(name))
	if (context) return context
	throw new EngineError('invalid', `There is no docker context named “${name}” in ${folder}.`)
}

/** TLS material of a context's docker endpoint, undefined where it has none. */
export async function readContextTls(folder: string, context: ContextRecord): Promise<TlsMaterial | undefined> {
	const material = await readTlsMaterial(
		join(folder, 'contexts', 'tls', digestOf(context.name), 'docker'),
		!context.skipVerification,
	)
	const some = material.ca ?? material.cert ?? material.key
	return some !== undefined || context.skipVerification ? material : undefined
}

async function readMeta(folder: string, entry: string): Promise<ContextRecord | undefined> {
	const meta = v.safeParse(metaSchema, await readJson(join(folder, 'contexts', 'meta', entry, 'meta.json')))
	if (!meta.success) return undefined
	const docker = meta.output.Endpoints?.docker
	return {
		name: meta.output.Name,
		description: meta.output.Metadata?.Description || undefined,
		host: docker?.Host || undefined,
		skipVerification: docker?.SkipTLSVerify ?? false,
	}
}

async function readJson(path: string): Promise<unknown> {
	try {
		return JSON.parse(await readFile(path, 'utf8'))
	} catch {
		return undefined
	}
}

function digestOf(name: string): string {
	return createHash('sha256').update(name).digest('hex')
}
