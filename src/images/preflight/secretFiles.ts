import type { SecretFileRule, Severity } from './finding.ts'
import { holdsCredential, isSecret } from './secretText.ts'

/** A file whose name makes one look into it. */
export interface SecretFileCheck {
	readonly rule: SecretFileRule
	readonly severity: Severity
	/** Whether its content is secret; undefined where the name says enough. */
	readonly holds: ((content: string) => boolean) | undefined
}

/** As much of a file is looked at; bytes. */
export const contentLimit = 65_536

interface Rule extends SecretFileCheck {
	readonly path: RegExp
}

const privateKeyHeader = /-----BEGIN (?:[A-Z\d]+ )*PRIVATE KEY(?: BLOCK)?-----|PuTTY-User-Key-File-\d/

const rules: readonly Rule[] = [
	// A repository's whole past, with what was deleted from it since.
	blockIf('gitFolder', /(?:^|\/)\.git\/config$/, holdsCredential),
	warn('gitFolder', /(?:^|\/)\.git\/HEAD$/),
	// Before those of packages: Composer, too, has an `auth.json`.
	blockIf('registryCredentials', /(?:^|\/)(?:\.docker\/config\.json|\.dockercfg|containers\/auth\.json)$/, (text) =>
		/"(?:auth|identitytoken|password)"\s*:\s*"[^"]+"/.test(text),
	),
	blockIf('packageToken', /(?:^|\/)\.npmrc$/, (text) => /_(?:authToken|password|auth)\s*=\s*(?!\$)\S/.test(text)),
	blockIf('packageToken', /(?:^|\/)\.yarnrc\.yml$/, (text) => /npmAuth(?:Token|Ident):\s*["']?(?!\$)\w/.test(text)),
	blockIf('packageToken', /(?:^|\/)\.pypirc$/, (text) => /^\s*password\s*[=:]\s*\S/m.test(text)),
	blockIf('packageToken', /(?:^|\/)\.cargo\/credentials(?:\.toml)?$/, (text) => /\btoken\s*=/.test(text)),
	blockIf('packageToken', /(?:^|\/)(?:\.gem\/credentials|\.config\/composer\/auth\.json|auth\.json)$/, isTokenFile),
	blockIf('packageToken', /(?:^|\/)\.m2\/settings\.xml$/, (text) => /<password>(?!\$\{)[^<]+</.test(text)),
	blockIf('storedPassword', /(?:^|\/)[._]netrc$/, (text) => /\bpassword\s+\S/.test(text)),
	blockIf('storedPassword', /(?:^|\/)\.git-credentials$/, holdsCredential),
	blockIf('storedPassword', /(?:^|\/)\.pgpass$/, (text) => /^[^#\n]*:[^:\n]+$/m.test(text)),
	blockIf('storedPassword', /(?:^|\/)\.my\.cnf$/, (text) => /^\s*password\s*=\s*\S/m.test(text)),
	block('storedPassword', /(?:^|\/)\.vault-token$/),
	blockIf('cloudCredentials', /(?:^|\/)\.aws\/(?:credentials|config)$/, (text) =>
		/aws_secret_access_key\s*=/i.test(text),
	),
	blockIf('cloudCredentials', /(?:^|\/)application_default_credentials\.json$/, (text) =>
		/"(?:refresh_token|private_key)"/.test(text),
	),
	block(
		'cloudCredentials',
		/(?:^|\/)\.azure\/(?:accessTokens\.json|msal_token_cache\.(?:json|bin)|azureProfile\.json)$/,
	),
	block('cloudCredentials', /(?:^|\/)gcloud\/(?:credentials\.db|access_tokens\.db|legacy_credentials\/.*\.json)$/),
	blockIf('cloudCredentials', /[^/]*(?:service.?account|credentials?|gcp|firebase)[^/]*\.json$/i, (text) =>
		/"private_key"\s*:\s*"-----BEGIN/.test(text),
	),
	blockIf('clusterCredentials', /(?:^|\/)(?:\.kube\/config|kubeconfig|[^/]+\.kubeconfig)$/, (text) =>
		/(?:client-key-data|\btoken|password):\s*\S/.test(text),
	),
	blockIf('infrastructureState', /(?:^|\/)[^/]*\.tfstate(?:\.backup)?$/, (text) => text.includes('"resources"')),
	blockIf(
		'environmentFile',
		/(?:^|\/)\.env(?:rc|\.(?!example$|sample$|template$|dist$|defaults$)[\w.-]+)?$/,
		isEnvironment,
	),
	blockIf(
		'privateKey',
		/(?:^|\/)(?:id_(?:rsa|dsa|ecdsa|ed25519)(?:_sk)?|[^/]+\.(?:pem|key|ppk|asc)|[^/]*_rsa|ssh_host_\w+_key)$/,
		(text) => privateKeyHeader.test(text),
	),
	warn('privateKey', /(?:^|\/)[^/]+\.(?:p12|pfx|jks|keystore)$/),
]

/** Packages bring keys along for their own tests, which are no secret. */
const testData = /(?:^|\/)(?:tests?|__tests__|testdata|fixtures?|examples?|spec)\/|^usr\/share\/doc\//

/**
 * Whether a file of an image is worth a look.
 *
 * @param path Within the image, without a leading slash.
 */
export function secretFileCheck(path: string): SecretFileCheck | undefined {
	const found = rules.find((rule) => rule.path.test(path))
	return found && testData.test(path) && found.severity === 'blocking' ? { ...found, severity: 'warning' } : found
}

function block(rule: SecretFileRule, path: RegExp): Rule {
	return { rule, path, severity: 'blocking', holds: undefined }
}

function blockIf(rule: SecretFileRule, path: RegExp, holds: (content: string) => boolean): Rule {
	return { rule, path, severity: 'blocking', holds }
}

function warn(rule: SecretFileRule, path: RegExp): Rule {
	return { rule, path, severity: 'warning', holds: undefined }
}

function isTokenFile(text: string): boolean {
	return /["']?(?:github-oauth|gitlab-token|http-basic|:?rubygems_api_key)["']?\s*:/.test(text) || holdsCredential(text)
}

/** Something is set to something that is not just a stand-in. */
function isEnvironment(text: string): boolean {
	return text.split('\n').some((line) => {
		const [, name = '', value = ''] = /^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=\s*(.*)$/.exec(line) ?? []
		return name !== '' && isSecret(name, value)
	})
}
