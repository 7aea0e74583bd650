/** Registries whose repositories have a page on a web site, and where. */
const pages: Readonly<Record<string, (path: string) => string>> = {
	// It sends a browser on to the package's page on GitHub.
	'ghcr.io': (path) => `https://ghcr.io/${path}`,
	'quay.io': (path) => `https://quay.io/repository/${path}`,
	'registry.gitlab.com': (path) => `https://gitlab.com/${path.split('/').slice(0, 2).join('/')}/container_registry`,
}

/** Where a repository of another registry than Docker Hub is to be seen; undefined where that is not known. */
export function webPageOf(registry: string, path: string): string | undefined {
	return pages[registry]?.(path)
}
