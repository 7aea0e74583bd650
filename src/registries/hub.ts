/** Where on Docker Hub's web site one makes a personal access token. */
export const accessTokensUrl = 'https://app.docker.com/settings/personal-access-tokens'

/** A repository's page on Docker Hub's web site; its tags where a tag is of interest. */
export function repositoryUrl(namespace: string, repository: string, tag?: string): string {
	const path = namespace === 'library' ? `_/${repository}` : `r/${namespace}/${repository}`
	return `https://hub.docker.com/${path}${tag === undefined ? '' : `/tags?name=${encodeURIComponent(tag)}`}`
}

/** All repositories of an account on Docker Hub's web site. */
export function repositoriesUrl(namespace: string): string {
	return `https://hub.docker.com/repositories/${namespace}`
}
