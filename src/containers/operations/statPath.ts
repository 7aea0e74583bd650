import * as v from 'valibot'
import { decode } from '../../engine/decode.ts'
import type { Engine } from '../../engine/engine.ts'
import { isNotFound } from '../../engine/errors.ts'

const statSchema = v.object({ size: v.number(), mode: v.number() })

/** Go's `fs.ModeDir`. */
const folderBit = 2 ** 31

/**
 * Facts of one path in a container, whether it runs or not; `HEAD /containers/{id}/archive`. Nothing where there is no
 * such path, and nothing within a tmpfs.
 *
 * @throws {EngineError}
 */
export async function statPath(
	engine: Engine,
	containerId: string,
	path: string,
	signal?: AbortSignal,
): Promise<{ readonly size: number; readonly isFolder: boolean } | undefined> {
	try {
		const request = { method: 'HEAD', path: `/containers/${containerId}/archive`, query: { path }, signal } as const
		const reply = await engine.stream(request)
		reply.resume()
		const { size, mode } = decode(statSchema, JSON.parse(Buffer.from(headerOf(reply), 'base64').toString('utf8')))
		return { size, isFolder: mode >= folderBit }
	} catch (error) {
		if (isNotFound(error)) return undefined
		throw error
	}
}

function headerOf(reply: object): string {
	if (!('headers' in reply) || typeof reply.headers !== 'object' || reply.headers === null) return ''
	const header = Object.entries(reply.headers).find(([name]) => name === 'x-docker-container-path-stat')?.[1]
	return typeof header === 'string' ? header : ''
}
