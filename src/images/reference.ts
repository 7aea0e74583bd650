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

/** What is wrong with a reference, and with which part of it. */
export interface ReferenceError {
	readonly problem: ReferenceProblem
	readonly part: string
}

export const hubDomain = 'docker.io'

const domainPattern =
	/^(?:(?:[a-zA-Z\d]|[a-zA-Z\d][a-zA-Z\d-]*[a-zA-Z\d])(?:\.(?:[a-zA-Z\d]|[a-zA-Z\d][a-zA-Z\d-]*[a-zA-Z\d]))*|\[[a-fA-F\d:]+\])(?::\d+)?$/
const componentPattern = /^[a-z\d]+(?:(?:[._]|__|-+)[a-z\d]+)*$/
const tagPattern = /^\w[\w.-]*$/
const digestPattern = /^[A-Za-z][A-Za-z\d]*(?:[-_+.][A-Za-z][A-Za-z\d]*)*:[\da-fA-F]{32,}$/

const longestPath = 255
const longestTag = 128

/**
 * Reads a reference by the grammar and the normalisation of Docker (`ubuntu` is `docker.io/library/ubuntu`).
 *
 * @returns The reference, or what is wrong with it.
 */
export function parseReference(text: string): Reference | ReferenceError {
	if (text === '') return wrong('empty', '')
	const space = /\s/.exec(text)
	if (space) return wrong('whitespace', space[0])
	const scheme = /^[a-z]+:\/\//i.exec(text)
	if (scheme) return wrong('scheme', scheme[0])
	const [named, digest] = cut(text, text.indexOf('@'))
	if (digest !== undefined && !digestPattern.test(digest)) return wrong('digest', digest)
	// A colon before the last slash belongs to a port.
	const [name, tag] = cut(named, named.indexOf(':', named.lastIndexOf('/') + 1))
	if (tag !== undefined) {
		if (tag.length > longestTag) return wrong('tagLength', tag)
		if (!tagPattern.test(tag)) return wrong('tag', tag)
	}
	const { domain, path } = split(name)
	if (!domainPattern.test(domain)) return wrong('domain', domain)
	for (const component of path.split('/')) {
		if (component === '') return wrong('emptyPart', path)
		if (componentPattern.test(component)) continue
		return wrong(componentPattern.test(component.toLowerCase()) ? 'uppercase' : 'path', component)
	}
	if (path.length > longestPath) return wrong('length', path)
	// The engine would take it for an image's id.
	if (/^[\da-f]{64}$/.test(name)) return wrong('identifier', name)
	return { domain, path, tag, digest }
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

/**
 * What to push an image as: its own name behind the registry and the account's name.
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
	const own = named?.domain === account.registry && namespaceOf(named) === account.userName
	const path = own && named ? named.path : `${account.userName}/${name}`
	return `${account.registry}/${path}:${named?.tag ?? 'latest'}`
}

function split(name: string): { readonly domain: string; readonly path: string } {
	const slash = name.indexOf('/')
	const first = name.slice(0, Math.max(0, slash))
	const isDomain = slash > 0 && (/[.:]/.test(first) || first === 'localhost' || first !== first.toLowerCase())
	const domain = isDomain ? first : hubDomain
	const path = isDomain ? name.slice(slash + 1) : name
	if (domain !== hubDomain && domain !== 'index.docker.io') return { domain, path }
	return { domain: hubDomain, path: path.includes('/') ? path : `library/${path}` }
}

function cut(text: string, at: number): readonly [string, string | undefined] {
	return at === -1 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)]
}

function wrong(problem: ReferenceProblem, part: string): ReferenceError {
	return { problem, part }
}
