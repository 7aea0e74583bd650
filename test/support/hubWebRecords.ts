import type { HubAnswer } from './hubAnswer.ts'
import type { HubRepository } from './hubRepositories.ts'
import type { HubTag } from './hubTags.ts'

const maximalPageSize = 100

/** The answer to everything that Hub refuses. */
export function refusal(status: 400 | 401 | 403 | 404, message: string): HubAnswer {
	return { status, body: { errinfo: null, message } }
}

/** The schema `repository_info`; `pushedAt` is the time of the latest push. */
export function repositoryRecord(repository: HubRepository, pushedAt: Date | undefined): object {
	const { namespace, name, description, isPrivate, createdAt } = repository
	return {
		name,
		namespace,
		hub_user: namespace,
		repository_type: pushedAt === undefined ? null : 'image',
		status: pushedAt === undefined ? 0 : 1,
		status_description: pushedAt === undefined ? 'initialized' : 'active',
		description,
		full_description: '',
		is_private: isPrivate,
		is_automated: false,
		star_count: 0,
		pull_count: 0,
		last_updated: pushedAt?.toISOString() ?? null,
		date_registered: createdAt.toISOString(),
		collaborator_count: 0,
		has_starred: false,
		media_types: [],
		content_types: pushedAt === undefined ? [] : ['image'],
		categories: [],
		immutable_tags_settings: { enabled: false, rules: [] },
		storage_size: null,
		source: null,
	}
}

/** The schema `tag`. */
export function tagRecord(tag: HubTag, pushedAt: Date | undefined): object {
	const pushed = pushedAt?.toISOString() ?? null
	return {
		name: tag.name,
		digest: tag.digest,
		full_size: tag.size,
		status: 'active',
		tag_status: 'active',
		last_updated: pushed,
		tag_last_pushed: pushed,
		tag_last_pulled: null,
		v2: true,
		images: [{ digest: tag.digest, size: tag.size, status: 'active', last_pushed: pushed, last_pulled: null }],
	}
}

/** The schema `page` around this page's part of all records; asking for a page past the last one is not found. */
export function page(url: URL, records: readonly object[]): HubAnswer {
	const number = Math.max(1, Number(url.searchParams.get('page') ?? 1))
	const size = Math.min(maximalPageSize, Math.max(1, Number(url.searchParams.get('page_size') ?? 10)))
	const start = (number - 1) * size
	if (number > 1 && start >= records.length) {
		return refusal(404, 'not found')
	}
	const linkTo = (target: number) => {
		const link = new URL(url)
		link.searchParams.set('page', String(target))
		link.searchParams.set('page_size', String(size))
		return link.href
	}
	const next = start + size < records.length ? linkTo(number + 1) : null
	const previous = number > 1 ? linkTo(number - 1) : null
	return { status: 200, body: { count: records.length, next, previous, results: records.slice(start, start + size) } }
}

/** What a browser shows of a repository. */
export function repositoryPage({ namespace, name }: HubRepository, tags: readonly HubTag[]): HubAnswer {
	const rows = tags.map((tag) => `<tr><td>${tag.name}</td><td>${tag.digest}</td></tr>`).join('')
	const title = `${namespace}/${name}`
	return {
		status: 200,
		body: `<!doctype html><title>${title} - Docker Image</title><h1>${title}</h1><table>${rows}</table>`,
	}
}
