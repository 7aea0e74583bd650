/** An image reference in its parts, with what Docker adds where something is left out; `distribution/reference`. */
export interface Reference {
	/** `docker.io`, `localhost:5000`. */
	readonly domain: string
	/** `library/busybox`, `alice/app`. */
	readonly path: string
	/** Undefined where none was written. */
	readonly tag: string | undefined
	/** `sha256:…` */
	readonly digest: string | undefined
}

export type ReferenceProblem =
	| 'empty'
	| 'whitespace'
	| 'scheme'
	| 'domain'
	| 'uppercase'
	| 'emptyPart'
	| 'path'
	| 'tag'
	| 'tagLength'
	| 'digest'
	| 'length'
	| 'identifier'

/** What is wrong with a reference, with which part of it, and where. */
export interface ReferenceError {
	readonly problem: ReferenceProblem
	readonly part: string
	/** Index of the first character that doesn't fit; the length of the text where something is missing at its end. */
	readonly at: number
}

export const hubDomain = 'docker.io'

const domainLabel = String.raw`(?:[a-zA-Z\d](?:[a-zA-Z\d-]*[a-zA-Z\d])?)`
const domainPattern = new RegExp(String.raw`^(?:${domainLabel}(?:\.${domainLabel})*|\[[a-fA-F\d:]+\])(?::\d+)?`)
const componentPattern = /^[a-z\d]+(?:(?:[._]|__|-+)[a-z\d]+)*/
const tagPattern = /^\w[\w.-]*/

/** Characters of the digests that registries take; `opencontainers/go-digest`. */
const digestLengths: Readonly<Record<string, number>> = { sha256: 64, sha384: 96, sha512: 128 }

/** Of domain and path together: engines before 28 count both. */
const longestName = 255
const longestTag = 128

/**
 * Reads a reference by the grammar and the normalisation of Docker (`ubuntu` is `docker.io/library/ubuntu`);
 * `distribution/reference`.
 *
 * @returns The reference, or what is wrong with it.
 */
export function parseReference(text: string): Reference | ReferenceError {
	if (text === '') return wrong('empty', '', 0)
	const space = /\s/.exec(text)
	if (space) return wrong('whitespace', space[0], space.index)
	const scheme = /^[a-z]+:\/\//i.exec(text)
	if (scheme) return wrong('scheme', scheme[0], 0)
	const [named, digest] = cut(text, text.indexOf('@'))
	// A colon before the last slash belongs to a port.
	const [name, tag] = cut(named, named.indexOf(':', named.lastIndexOf('/') + 1))
	const { domain, path, start } = split(name)
	return (
		domainError(domain, start) ??
		pathError(name.slice(start), start) ??
		nameError(text, domain, path) ??
		tagError(tag, name.length + 1) ??
		digestError(digest, named.length + 1) ?? { domain, path, tag, digest }
	)
}

function domainError(domain: string, start: number): ReferenceError | undefined {
	// Where none was written, it is Docker Hub's.
	const fitting = start === 0 ? domain.length : fits(domainPattern, domain)
	return fitting === domain.length ? undefined : wrong('domain', domain, fitting)
}

function pathError(path: string, start: number): ReferenceError | undefined {
	let at = start
	for (const component of path.split('/')) {
		if (component === '') return wrong('emptyPart', path, at)
		const fitting = fits(componentPattern, component)
		if (fitting < component.length) {
			const lower = component.toLowerCase()
			const problem = fits(componentPattern, lower) === lower.length ? 'uppercase' : 'path'
			return wrong(problem, component, at + fitting)
		}
		at += component.length + 1
	}
	return undefined
}

function nameError(text: string, domain: string, path: string): ReferenceError | undefined {
	const name = `${domain}/${path}`
	if (name.length > longestName) return wrong('length', name, Math.max(0, text.length - (name.length - longestName)))
	// The engine would take it for an image's id.
	return /^[\da-f]{64}$/.test(text) ? wrong('identifier', text, 0) : undefined
}

function tagError(tag: string | undefined, start: number): ReferenceError | undefined {
	if (tag === undefined) return undefined
	const fitting = fits(tagPattern, tag)
	if (fitting < tag.length || tag === '') return wrong('tag', tag, start + fitting)
	return tag.length > longestTag ? wrong('tagLength', tag, start + longestTag) : undefined
}

function digestError(digest: string | undefined, start: number): ReferenceError | undefined {
	if (digest === undefined) return undefined
	const [algorithm, hex = ''] = cut(digest, digest.indexOf(':'))
	const length = digestLengths[algorithm]
	if (length === undefined) return wrong('digest', digest, start)
	const fitting = Math.min(length, fits(/^[\da-f]+/, hex))
	return fitting === length && hex.length === length
		? undefined
		: wrong('digest', digest, start + algorithm.length + 1 + fitting)
}

/** How many characters at the beginning fit. */
function fits(pattern: RegExp, text: string): number {
	return pattern.exec(text)?.[0].length ?? 0
}

export function isReferenceError(parsed: Reference | ReferenceError): parsed is ReferenceError {
	return 'problem' in parsed
}

/** As people write it: without `docker.io`, and without `library`. */
export function familiarName({ domain, path }: Reference): string {
	if (domain !== hubDomain) return `${domain}/${path}`
	return /^library\/[^/]+$/.test(path) ? path.slice('library/'.length) : path
}

/** As people write it, with tag and digest; `latest` where neither was written. */
export function familiarReference(reference: Reference): string {
	const { tag, digest } = reference
	const suffix = (tag === undefined ? '' : `:${tag}`) + (digest === undefined ? '' : `@${digest}`)
	return familiarName(reference) + (suffix || ':latest')
}

/** The first part of the path: an account's or organisation's name on Docker Hub. */
export function namespaceOf({ path }: Reference): string {
	return path.slice(0, Math.max(0, path.indexOf('/')))
}

/** Whether a name is an account's own. Registries write in lower case what may be signed in to in either. */
export function isOwn(reference: Reference, { userName }: { readonly userName: string }): boolean {
	return namespaceOf(reference) === userName.toLowerCase()
}

/** What Amazon's, Azure's and Google's registries have people sign in with in place of a name. */
const stopgaps: ReadonlySet<string> = new Set(['aws', '00000000-0000-0000-0000-000000000000', 'oauth2accesstoken'])

/** Undefined where an account's name can't stand in a reference, or is nobody's. */
function namespaceFor(userName: string): string | undefined {
	const lower = userName.toLowerCase()
	return fits(componentPattern, lower) === lower.length && !stopgaps.has(lower) ? lower : undefined
}

/**
 * What to push an image as: its own name behind the registry and the account's name, where that can be a namespace.
 *
 * @param tag Of the image as it is named now; undefined where it has no name.
 */
export function proposedReference(
	account: { readonly registry: string; readonly userName: string },
	tag: string | undefined,
): string {
	const parsed = tag === undefined ? undefined : parseReference(tag)
	const named = parsed && !isReferenceError(parsed) ? parsed : undefined
	const name = named?.path.split('/').at(-1) ?? ''
	const namespace = namespaceFor(account.userName)
	const isThere = named?.domain === account.registry && (namespace === undefined || isOwn(named, account))
	const path = isThere ? named.path : namespace === undefined ? name : `${namespace}/${name}`
	return `${account.registry}/${path}:${named?.tag ?? 'latest'}`
}

/** @returns Also where the path starts in the name; 0 where no domain was written. */
function split(name: string): { readonly domain: string; readonly path: string; readonly start: number } {
	const slash = name.indexOf('/')
	const first = name.slice(0, Math.max(0, slash))
	const isDomain = slash > 0 && (/[.:]/.test(first) || first === 'localhost' || first !== first.toLowerCase())
	const domain = isDomain ? first : hubDomain
	const start = isDomain ? slash + 1 : 0
	const path = name.slice(start)
	if (domain !== hubDomain && domain !== 'index.docker.io') return { domain, path, start }
	return { domain: hubDomain, path: path.includes('/') ? path : `library/${path}`, start }
}

function cut(text: string, at: number): readonly [string, string | undefined] {
	return at === -1 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)]
}

function wrong(problem: ReferenceProblem, part: string, at: number): ReferenceError {
	return { problem, part, at }
}
