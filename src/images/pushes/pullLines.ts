import { familiarName, type Reference } from '../reference.ts'

/** Lines that fetch exactly what was pushed, to be pasted elsewhere. */
export interface PullLines {
	readonly docker: string
	readonly compose: string
	readonly kubernetes: string
}

/**
 * Writes an image down with its digest, so that what is fetched can never be another one.
 *
 * @param digest `sha256:…`; undefined where only the tag is known.
 */
export function pullLines(reference: Reference, digest: string | undefined): PullLines {
	const tag = reference.tag === undefined ? '' : `:${reference.tag}`
	const pinned = digest === undefined ? '' : `@${digest}`
	const name = familiarName(reference)
	// Docker takes the tag beside a digest for a remark; for people it is one.
	const image = name + tag + pinned
	const service = reference.path.split('/').at(-1) ?? 'app'
	return {
		docker: `docker pull ${digest === undefined ? image : name + pinned}`,
		compose: `services:\n  ${service}:\n    image: ${image}\n`,
		kubernetes: `containers:\n  - name: ${service.replaceAll(/[^a-z\d-]/g, '-')}\n    image: ${kubernetesName(reference)}${tag}${pinned}\n`,
	}
}

/** Kubernetes' runtimes know Docker Hub by its whole name only for sure. */
function kubernetesName({ domain, path }: Reference): string {
	return `${domain}/${path}`
}
