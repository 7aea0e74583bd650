/** Credentials that can be told by their form alone, as those who issue them document it. */
const forms: readonly RegExp[] = [
	/-----BEGIN (?:[A-Z\d]+ )*PRIVATE KEY(?: BLOCK)?-----/,
	/\b(?:AKIA|ASIA)[A-Z\d]{16}\b/,
	/\bgh[pousr]_[A-Za-z\d]{36,}\b/,
	/\bgithub_pat_\w{50,}\b/,
	/\bgl(?:pat|dt|rt|cbt|ptt)-[\w-]{20,}/,
	/\bdckr_[po]at_[\w-]{20,}/,
	/\bnpm_[A-Za-z\d]{36}\b/,
	/\bpypi-[\w-]{50,}/,
	/\bxox[abeoprs]-[\w-]{10,}/,
	/\b[rs]k_live_[A-Za-z\d]{20,}\b/,
	/\bAIza[\w-]{35}\b/,
	/\bya29\.[\w-]{20,}/,
	/\bSG\.[\w-]{20,}\.[\w-]{20,}/,
	/\bsk-(?:ant-|proj-)?[\w-]{32,}/,
	/\bhvs\.[\w-]{24,}/,
	/\bAccountKey=[A-Za-z\d+/]{60,}={0,2}/,
	/\bey[A-Za-z\d_-]{16,}\.ey[A-Za-z\d_-]{16,}\.[A-Za-z\d_-]{10,}/,
	/\b[a-z][a-z\d+.-]*:\/\/[^\s/:@'"$]*:[^\s/:@'"${}<>]{3,}@[\w.-]+/i,
]

/** Names under which secrets are kept; `…_FILE` and the like name a place, not a secret. */
const secretName =
	/(?:^|[_.-])(?:PASS|PASSWD|PASSWORD|PASSPHRASE|PWD|SECRETS?|TOKEN|CREDENTIALS?|API_?KEY|ACCESS_?KEY|ACCOUNT_?KEY|SECRET_?KEY|PRIVATE_?KEY|ENCRYPTION_?KEY|SIGNING_?KEY|AUTH)(?:$|[_.-](?:BASE64|B64|PROD|PRODUCTION|STAGING|DEV|TEST|V?\d+)$)/i
const camelName = /[a-z\d](?:Password|Passphrase|Secret|Token|ApiKey|AccessKey|PrivateKey|Credentials?)$/

/** What is no secret under such a name: nothing, a reference to one, a path, a switch, a stand-in. */
const harmless =
	/^(?:|\$.*|%\w+%|<[^>]*>|\{\{.*\}\}|\/[\w./-]*|true|false|yes|no|on|off|none|null|undefined|\d{1,3}|x{3,}|\*{3,}|change-?me|your[-_].*|example.*|placeholder)$/i

/** Whether a text holds a credential that its form gives away. */
export function holdsCredential(text: string): boolean {
	return forms.some((form) => form.test(text))
}

/** Whether `name=value` keeps a secret: by the form of the value, or by the name. */
export function isSecret(name: string, value: string): boolean {
	return holdsCredential(value) || (isSecretName(name) && !harmless.test(unquoted(value)))
}

function isSecretName(name: string): boolean {
	// The working directory of a shell.
	if (name === 'PWD' || name === 'OLDPWD') return false
	return secretName.test(name) || camelName.test(name)
}

function unquoted(value: string): string {
	return value.trim().replace(/^(["'])(.*)\1$/, '$2')
}

const assignment = /(?<![\w.-])([A-Za-z_][\w.-]*)(\s*[=:]\s*)("(?:[^"\\]|\\.)*"|'[^']*'|[^\s"';&|]+)/g

/** Names that get a secret in a text such as a Dockerfile's instruction: `|1 NPM_TOKEN=… /bin/sh -c npm ci`. */
export function secretAssignments(text: string): readonly string[] {
	return [...text.matchAll(assignment)].flatMap(([, name = '', , value = '']) => (isSecret(name, value) ? [name] : []))
}

const hidden = '•••'

/** The text with every secret in it hidden; safe to show and to log. */
export function redact(text: string): string {
	const named = text.replaceAll(assignment, (whole, name: string, sign: string, value: string) =>
		isSecret(name, value) ? `${name}${sign}${hidden}` : whole,
	)
	return forms.reduce((rest, form) => rest.replaceAll(new RegExp(form, `${form.flags}g`), hidden), named)
}
