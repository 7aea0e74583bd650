import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { number, object, parse, record, string, unknown } from 'valibot'

import { inHubNamespace, type HubNames } from './hubNamespace.ts'

const run = promisify(execFile)

const answer = object({ status: number(), headers: record(string(), string()), body: string() })

const script = `
const [url, options] = JSON.parse(process.argv[1])
const response = await fetch(url, options)
const body = await response.text()
process.stdout.write(JSON.stringify({ status: response.status, headers: Object.fromEntries(response.headers), body }))
`

/** What came back to a Node process that knows Hub under its own names. */
export interface HubReply {
	readonly status: number
	readonly headers: Readonly<Record<string, string>>
	readonly text: string
	/** Empty where the answer is not a JSON object. */
	readonly json: Readonly<Record<string, unknown>>
}

/** A request by a Node process of its own, on the way that the product's requests take. */
export async function callHub(
	names: HubNames,
	method: string,
	url: string,
	{ token, body }: { readonly token?: string; readonly body?: object } = {},
): Promise<HubReply> {
	const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` }
	const sent = body === undefined ? {} : { body: JSON.stringify(body) }
	const headers = { 'content-type': 'application/json', ...authorization }
	const given = JSON.stringify([url, { method, headers, ...sent }])
	const evaluate = [process.execPath, '--input-type=module', '--eval', script, given]
	const [program = '', ...rest] = inHubNamespace(evaluate, names)
	const { stdout } = await run(program, rest)
	const { status, headers: received, body: text } = parse(answer, JSON.parse(stdout))
	const isJson = received['content-type'] === 'application/json' && text !== ''
	const json = isJson ? parse(record(string(), unknown()), JSON.parse(text)) : {}
	return { status, headers: received, text, json }
}
