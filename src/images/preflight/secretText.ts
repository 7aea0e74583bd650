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
	/(?:^|[_.-])(?:PASS|PASSWD|PASSWORD|PASSPHRASE|PWD|SECRETS?|TOKEN|CREDENTIALS?|API[_-]?KEY|ACCESS[_-]?KEY|ACCOUNT[_-]?KEY|SECRET[_-]?KEY(?:_BASE)?|PRIVATE[_-]?KEY|ENCRYPTION[_-]?KEY|SIGNING[_-]?KEY|AUTH)(?:$|[_.-](?:BASE64|B64|PROD|PRODUCTION|STAGING|DEV|TEST|V?\d+)$)/i
const camelName = /[a-z\d](?:Password|Passphrase|Secret|Token|ApiKey|AccessKey|PrivateKey|Credentials?)$/
/** `PGPASSWORD` and others that are written in one; not `nopassword`. */
const compactName = /(?:^|[_.-])(?:(?!NO)[A-Z\d]+PASSWORD|SSHPASS|REQUIREPASS)$/i

/** What is no secret under such a name: nothing, a reference to one, a path, a switch, a stand-in. */
const harmless =
	/^(?:|\$.*|`.*|id=.*|%\w+%|<[^>]*>|\{\{.*\}\}|\.{0,2}\/[\w./-]*|[\w./-]+\.(?:pem|key|crt|json|txt|ya?ml)|true|false|yes|no|on|off|none|null|undefined|\d{1,3}|x{3,}|\*{3,}|change-?me|your[-_].*|example.*|placeholder)$/i

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
	return secretName.test(name) || camelName.test(name) || compactName.test(name)
}

function unquoted(value: string): string {
	return value.trim().replace(/^(["'])(.*)\1$/, '$2')
}

/** `NAME=value`, `name: value`, `--name=value`, `--name value`, and the last as an array of words has it. */
const candidate =
	/(?<![\w.-])(-{0,2})([A-Za-z_][\w.-]*)(\s*[=:]\s*|["']?[\s,]+)("(?:[^"\\]|\\.)*"|'[^']*'|[^\s"';&|]+)/g

/** Options that take no value: what follows `--disabled-password` is something else. */
const switchName = /^(?:no|not|non|with|without|skip|disabled?|enabled?|use|ask|require|generate|pass|show)[_-]/i

/** As an option it names a way to sign in more often than a secret: `--auth=md5`. */
const wayName = /(?:^|[_.-])auth$/i

interface SecretValue {
	readonly name: string
	readonly start: number
	readonly end: number
}

function secretValues(text: string): readonly SecretValue[] {
	const found: SecretValue[] = []
	const pattern = new RegExp(candidate)
	let outerEnd = 0
	for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
		const [whole, dashes = '', name = '', sign = '', value = ''] = match
		const isAssigned = /[=:]/.test(sign)
		// A colon within a value is prose: `LABEL summary="Auth: who may come in"`.
		const isProse = match.index < outerEnd && sign.includes(':')
		const isFound =
			!isProse &&
			(dashes === ''
				? isAssigned && isSecret(name, value)
				: (isAssigned ? isSecret(name, value) : isSecretWord(name, value)) && !isWay(name, value))
		const start = match.index + whole.length - value.length
		const end = dashes === '' ? start + value.length : endOfWord(text, match.index, start, value)
		if (isFound) found.push({ name, start, end })
		if (isAssigned) outerEnd = Math.max(outerEnd, end)
		// A value may hold assignments itself: `--env=DB_PASSWORD=…`, `JAVA_OPTS="-Ddb.password=…"`.
		pattern.lastIndex = isFound ? end : match.index + dashes.length + name.length
	}
	return found
}

/** Whether the word after an option is its value, and secret. Shorter ones are rather prose: “use --token to …”. */
function isSecretWord(name: string, value: string): boolean {
	const word = unquoted(value)
	return isSecretName(name) && !switchName.test(name) && /^[^-<>|&;#()[\]{}].{2}/.test(word) && !harmless.test(word)
}

function isWay(name: string, value: string): boolean {
	return wayName.test(name) && !holdsCredential(value) && !/^[^\s:/]+:[^/]/.test(unquoted(value))
}

/** An option that is quoted as a whole, `"--password=two words"`, goes on to the quote's end. */
function endOfWord(text: string, from: number, start: number, value: string): number {
	const quote = text[from - 1]
	const isQuoted = (quote === '"' || quote === "'") && !text.slice(from, start).includes(quote)
	const end = isQuoted ? text.indexOf(quote, start) : -1
	return Math.max(end, start + value.length)
}

/** Names that get a secret in a text such as a Dockerfile's instruction: `|1 NPM_TOKEN=… /bin/sh -c npm ci`. */
export function secretAssignments(text: string): readonly string[] {
	return secretValues(text).map(({ name }) => name)
}

const hidden = '•••'

/** The text with every secret in it hidden; safe to show and to log. */
export function redact(text: string): string {
	const named = secretValues(text).reduceRight(
		(rest, { start, end }) => rest.slice(0, start) + hidden + rest.slice(end),
		text,
	)
	return forms.reduce((rest, form) => rest.replaceAll(new RegExp(form, `${form.flags}g`), hidden), named)
}
