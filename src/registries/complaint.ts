import { EngineError, toEngineError, type Reason } from '../engine/errors.ts'

const reasonByCode: Readonly<Record<string, Reason>> = {
	denied: 'denied',
	'name unknown': 'notFound',
	unauthorized: 'unauthorized',
	toomanyrequests: 'rateLimited',
	unsupported: 'unsupported',
}

/** That the registry broke down, with its status. */
const brokenDown = /HTTP status:? (5\d\d)|\b(50[0234]) [A-Z]/i

/** What the engine says in its own words, Go's, where no error code of a registry stands in front. */
const reasonByWords: readonly (readonly [RegExp, Reason])[] = [
	[/x509:|\btls: |HTTP response to HTTPS client/i, 'certificate'],
	[/no basic auth credentials|authentication required|unauthorized/i, 'unauthorized'],
	// containerd's words; the engine answers them with 404, as what isn't there.
	[/(?:pull|push) access denied|insufficient_scope|authorization failed/i, 'denied'],
	[/requested access to the resource is denied|403 Forbidden/i, 'denied'],
	[/repository name not known/i, 'notFound'],
	[/too ?many ?requests|\b429\b/i, 'rateLimited'],
	[/no space left on device/i, 'noSpace'],
	[brokenDown, 'unreachable'],
	[/i\/o timeout|deadline exceeded|handshake timeout|Client\.Timeout/i, 'timeout'],
	[
		/connection re(?:fused|set)|closed network connection|no such host|broken pipe|\bEOF\b|network is unreachable|no route to host/i,
		'unreachable',
	],
]

/**
 * What an engine passes on of a registry's refusal, or says of its way there: the reason by the registry's error code
 * or by its own words, `unexpected` where neither tells.
 */
export function complaintError(complaint: string): EngineError {
	const [, first, second] = brokenDown.exec(complaint) ?? []
	const status = first ?? second
	return new EngineError(
		reasonOf(complaint),
		withoutQueries(complaint),
		status === undefined ? {} : { status: Number(status) },
	)
}

/** The engine passes on the registry's error code before its words (OCI Distribution Specification, "Error Codes"). */
function reasonOf(complaint: string): Reason {
	const code = /^(?:errors:\s*|error from registry:\s*)?([a-z ]+?)(?::|$)/m.exec(complaint)?.[1] ?? ''
	return reasonByCode[code] ?? reasonByWords.find(([words]) => words.test(complaint))?.[1] ?? 'unexpected'
}

/** The addresses of uploads and downloads carry long states, in some registries' even a signature that lets in. */
function withoutQueries(complaint: string): string {
	return complaint.replaceAll(/(https?:\/\/[^\s"'?]+)\?[^\s"']*/g, '$1')
}

/** The same for a request to the engine that failed: most of its answers have a status that says nothing. */
export function askedByEngine(thrown: unknown): EngineError {
	const error = toEngineError(thrown)
	if (error.status === undefined) return error
	const complaint = complaintError(error.message)
	return complaint.reason === 'unexpected' ? error : complaint
}
