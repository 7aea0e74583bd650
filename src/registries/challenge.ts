/** What a registry wants to see: RFC 9110 (`WWW-Authenticate`), RFC 7617, and Distribution's "Token Authentication". */
export type Challenge =
	| { readonly scheme: 'basic' }
	| { readonly scheme: 'bearer'; readonly realm: string; readonly service: string | undefined }

/** Reads `WWW-Authenticate`; undefined if it asks for something else. */
export function parseChallenge(header: string | null): Challenge | undefined {
	const [, scheme = '', rest = ''] = /^\s*([a-z]+)\s*(.*)$/i.exec(header ?? '') ?? []
	if (/^basic$/i.test(scheme)) return { scheme: 'basic' }
	if (!/^bearer$/i.test(scheme)) return undefined
	const parameters = new Map(
		[...rest.matchAll(/([a-z]+)\s*=\s*(?:"([^"]*)"|([^\s,]+))/gi)].map(([, name = '', quoted, bare]) => [
			name.toLowerCase(),
			quoted ?? bare ?? '',
		]),
	)
	const realm = parameters.get('realm')
	return realm ? { scheme: 'bearer', realm, service: parameters.get('service') } : undefined
}

/** Seconds to wait by `Retry-After` (RFC 9110): a number of seconds, or a date. */
export function parseRetryAfter(header: string | null, now: number): number | undefined {
	if (!header) return undefined
	if (/^\d+$/.test(header.trim())) return Number(header)
	const date = Date.parse(header)
	return Number.isNaN(date) ? undefined : Math.max(0, Math.ceil((date - now) / 1000))
}
