import * as v from 'valibot'
import { EngineError, reasonOfStatus, toEngineError } from '../engine/errors.ts'
import { parseRetryAfter } from './challenge.ts'

/** No answer for this long counts as none; ms. */
const patience = 15_000

export interface HttpRequest {
	readonly url: string
	readonly method?: 'GET' | 'HEAD' | 'POST' | 'DELETE'
	readonly headers?: Readonly<Record<string, string>>
	readonly body?: string
	readonly signal: AbortSignal
}

/**
 * Asks a registry, or a service of its. Whatever it answers is an answer.
 *
 * @throws {EngineError} `unreachable`, `certificate`, `timeout`, `cancelled`.
 */
export async function ask({ url, method = 'GET', headers = {}, body, signal }: HttpRequest): Promise<Response> {
	try {
		return await fetch(url, {
			method,
			headers,
			...(body === undefined ? {} : { body }),
			signal: AbortSignal.any([signal, AbortSignal.timeout(patience)]),
			redirect: 'follow',
		})
	} catch (thrown) {
		if (thrown instanceof Error && thrown.name === 'TimeoutError') {
			throw new EngineError('timeout', `${new URL(url).host} did not answer.`, { cause: thrown })
		}
		// fetch says only "fetch failed"; why is in its cause.
		const error = toEngineError(thrown instanceof Error && thrown.cause instanceof Error ? thrown.cause : thrown)
		throw error.reason === 'unexpected'
			? new EngineError('unreachable', `${new URL(url).host}: ${error.message}`, { cause: thrown })
			: error
	}
}

/**
 * Passes on an answer that says yes.
 *
 * @throws {EngineError} by its status, with the other side's own words and `Retry-After`.
 */
export async function answered(response: Response): Promise<Response> {
	if (response.ok) return response
	const retryAfter = parseRetryAfter(response.headers.get('retry-after'), Date.now())
	const { status } = response
	throw new EngineError(reasonOfStatus(status), (await messageOf(response)) ?? `HTTP ${status}`, { status, retryAfter })
}

/**
 * Reads an answer as JSON of a known shape.
 *
 * @throws {EngineError} `unexpected` when it is something else.
 */
export async function decoded<S extends v.GenericSchema>(schema: S, response: Response): Promise<v.InferOutput<S>> {
	const reply = v.safeParse(schema, await response.json().catch(() => undefined))
	if (reply.success) return reply.output
	throw new EngineError('unexpected', `${new URL(response.url).host} answered something unknown.`)
}

const errorsSchema = v.object({
	errors: v.optional(v.array(v.object({ message: v.nullish(v.string()) }))),
	details: v.optional(v.string()),
	detail: v.optional(v.string()),
	message: v.optional(v.string()),
})

/** The registry's own words (OCI Distribution Specification, "Error Codes"). */
async function messageOf(response: Response): Promise<string | undefined> {
	const reply = v.safeParse(errorsSchema, await response.json().catch(() => undefined))
	if (!reply.success) return undefined
	const { errors, details, detail, message } = reply.output
	return errors?.[0]?.message ?? details ?? detail ?? message
}
