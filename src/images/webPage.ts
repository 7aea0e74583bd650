import { repositoryUrl } from '../registries/hub.ts'
import { webPageOf } from '../registries/webPage.ts'
import { hubDomain, namespaceOf, type Reference } from './reference.ts'

/** Where on its registry's web site an image is to be seen; undefined where that is not known. */
export function pageOf(reference: Reference): string | undefined {
	const { domain, path, tag } = reference
	if (domain !== hubDomain) return webPageOf(domain, path)
	const namespace = namespaceOf(reference)
	return repositoryUrl(namespace, path.slice(namespace.length + 1), tag)
}
