import type { IncomingMessage, ServerResponse } from 'node:http'
import { json as jsonOf, text as textOf } from 'node:stream/consumers'

/** What a part of the stand-in answers when it does not stream. */
export interface HubAnswer {
	readonly status: number
	readonly headers?: Readonly<Record<string, string>>
	/** An object goes as JSON, a string as HTML. */
	readonly body?: object | string
}

/** Sends the whole answer; HEAD gets its headers alone. */
export function send(request: IncomingMessage, response: ServerResponse, answer: HubAnswer): void {
	const { body } = answer
	const type = typeof body === 'string' ? 'text/html; charset=utf-8' : 'application/json'
	const text = typeof body === 'object' ? JSON.stringify(body) : (body ?? '')
	response.writeHead(answer.status, {
		...(body === undefined ? {} : { 'content-type': type }),
		'content-length': Buffer.byteLength(text),
		...answer.headers,
	})
	response.end(request.method === 'HEAD' ? undefined : text)
	// What is still on its way of a body that nobody reads would otherwise keep the connection from its next request.
	request.resume()
}

/** Name and secret of a Basic `Authorization` header (RFC 7617). */
export function basicCredentials(request: IncomingMessage): { name: string; secret: string } | undefined {
	const encoded = /^Basic (.+)$/i.exec(request.headers.authorization ?? '')?.[1]
	if (encoded === undefined) {
		return undefined
	}
	const [name = '', ...rest] = Buffer.from(encoded, 'base64').toString().split(':')
	return { name, secret: rest.join(':') }
}

/** The fields of an HTML form body. */
export async function formOf(request: IncomingMessage): Promise<URLSearchParams> {
	return new URLSearchParams(await textOf(request))
}

/** The fields of a JSON body that are strings or booleans; empty where the body is no object. */
export async function fieldsOf(request: IncomingMessage): Promise<Readonly<Record<string, string | boolean>>> {
	const body: unknown = await jsonOf(request).catch(() => undefined)
	if (typeof body !== 'object' || body === null) {
		return {}
	}
	const entries = Object.entries(body)
	return Object.fromEntries(
		entries.filter(
			(entry): entry is [string, string | boolean] => typeof entry[1] === 'string' || typeof entry[1] === 'boolean',
		),
	)
}
