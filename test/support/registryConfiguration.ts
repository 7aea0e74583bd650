/** How clients of a registry prove who they are. */
export type RegistryAuthentication =
	| { readonly kind: 'none' }
	/** Path of a file of bcrypt lines, as `htpasswd -B` writes it. */
	| { readonly kind: 'htpasswd'; readonly path: string }
	/** A token service elsewhere; `rootCertificates` is the PEM file that its tokens are checked against. */
	| {
			readonly kind: 'token'
			readonly realm: string
			readonly service: string
			readonly issuer: string
			readonly rootCertificates: string
	  }

/** What a registry's configuration file says. */
export interface RegistryConfiguration {
	readonly storage: string
	/** `address:port`; port 0 lets the system choose a free one. */
	readonly listen: string
	readonly authentication: RegistryAuthentication
	readonly tls?: { readonly certificate: string; readonly key: string }
}

/**
 * The text of distribution's `config.yml` (JSON is YAML).
 * Source: https://distribution.github.io/distribution/about/configuration/
 */
export function registryConfiguration(configuration: RegistryConfiguration): string {
	const { storage, listen, authentication, tls } = configuration
	return JSON.stringify({
		version: '0.1',
		log: { level: 'info', accesslog: { disabled: true } },
		storage: {
			filesystem: { rootdirectory: storage },
			delete: { enabled: true },
			maintenance: { uploadpurging: { enabled: false } },
		},
		http: {
			addr: listen,
			secret: 'one registry, one process',
			...(tls === undefined ? {} : { tls: { certificate: tls.certificate, key: tls.key } }),
		},
		...authSection(authentication),
	})
}

function authSection(authentication: RegistryAuthentication): object {
	switch (authentication.kind) {
		case 'none':
			return {}
		case 'htpasswd':
			return { auth: { htpasswd: { realm: 'Longshore test registry', path: authentication.path } } }
		case 'token': {
			const { realm, service, issuer, rootCertificates } = authentication
			return { auth: { token: { realm, service, issuer, rootcertbundle: rootCertificates } } }
		}
	}
}
