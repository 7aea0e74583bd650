/** What stands in the registries view. */
export type RegistryNode = { readonly id: string; readonly accountId: string } & (
	| { readonly kind: 'account' }
	/** Of Docker Hub: one's own, or an organisation's. */
	| { readonly kind: 'namespace'; readonly namespace: string }
	| { readonly kind: 'remoteRepository'; readonly namespace: string; readonly path: string }
	| { readonly kind: 'remoteTag'; readonly path: string; readonly tag: string }
	| { readonly kind: 'moreRepositories'; readonly namespace: string }
	| { readonly kind: 'moreTags'; readonly path: string }
	| { readonly kind: 'nothing'; readonly why: 'empty' | 'notFound' | 'partial' }
)

export function accountNode(accountId: string): RegistryNode {
	return { kind: 'account', id: `account/${accountId}`, accountId }
}

export function namespaceNode(accountId: string, namespace: string): RegistryNode {
	return { kind: 'namespace', id: `namespace/${accountId} ${namespace}`, accountId, namespace }
}

/** @param namespace Empty where the registry has none. */
export function remoteRepositoryNode(accountId: string, namespace: string, path: string): RegistryNode {
	return { kind: 'remoteRepository', id: `repository/${accountId} ${path}`, accountId, namespace, path }
}

export function remoteTagNode(accountId: string, path: string, tag: string): RegistryNode {
	return { kind: 'remoteTag', id: `tag/${accountId} ${path}:${tag}`, accountId, path, tag }
}
