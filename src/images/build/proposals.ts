import { isReferenceError, parseReference } from '../reference.ts'

/** What a folder says about how its image might be called. */
export interface ProjectFacts {
	readonly folderName: string
	/** `name` and `version` of package.json. */
	readonly packageName?: string | undefined
	readonly packageVersion?: string | undefined
	/** Tags of the commit that is checked out. */
	readonly gitTags?: readonly string[]
	/** Undefined where no branch is checked out. */
	readonly gitBranch?: string | undefined
}

export interface Proposal {
	/** `app:1.2`; always a valid name. */
	readonly reference: string
	readonly origin: 'version' | 'gitTag' | 'branch' | 'latest'
	/** What was read, as it stands there: `v1.2`, `feature/login`. */
	readonly source: string
}

/** Names for an image, by what its folder says; the most telling first, each once. */
export function proposeReferences(facts: ProjectFacts): readonly Proposal[] {
	const name = asName(facts.packageName ?? facts.folderName) || 'app'
	const tags: readonly (readonly [string | undefined, Proposal['origin']])[] = [
		[facts.packageVersion, 'version'],
		...(facts.gitTags ?? []).map((tag) => [tag, 'gitTag'] as const),
		[facts.gitBranch, 'branch'],
		['latest', 'latest'],
	]
	const proposals = new Map<string, Proposal>()
	for (const [source, origin] of tags) {
		const tag = source === undefined ? '' : asTag(source)
		if (source === undefined || tag === '') continue
		const reference = `${name}:${tag}`
		if (!proposals.has(reference) && !isReferenceError(parseReference(reference))) {
			proposals.set(reference, { reference, origin, source })
		}
	}
	return [...proposals.values()]
}

/** `@Acme/My App` is `acme/my-app`. */
function asName(text: string): string {
	return text
		.toLowerCase()
		.replace(/^@/, '')
		.split('/')
		.map((part) =>
			part
				.replaceAll(/[^a-z\d._-]+/g, '-')
				.replaceAll(/[._-]{2,}/g, '-')
				.replaceAll(/^[._-]+|[._-]+$/g, ''),
		)
		.filter(Boolean)
		.join('/')
}

/** `v1.2` is `1.2`, as images are tagged; `feature/login` is `feature-login`. */
function asTag(text: string): string {
	return text
		.replace(/^v(?=\d)/, '')
		.replaceAll(/[^\w.-]+/g, '-')
		.replaceAll(/^[.-]+|-+$/g, '')
		.slice(0, 128)
}
