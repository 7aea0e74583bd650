/** Where something stands in the text; offsets of characters, the end not included. */
export interface Span {
	readonly start: number
	readonly end: number
}

/** Everyone beyond the host. */
export const outside = 'outside'

/** Who must, or must never, reach whom. */
export interface Rule {
	readonly kind: 'must' | 'never'
	readonly from: string
	readonly to: string
	/** The other way round as well. */
	readonly both: boolean
	readonly span: Span
}

export interface RuleProblem {
	readonly kind: 'yaml' | 'notMap' | 'unknownKey' | 'notList' | 'notText' | 'notRule'
	/** The YAML parser's words. */
	readonly words: string
	readonly span: Span
}

/** What an isolation file says. */
export interface RuleFile {
	/** The compose project whose services the names mean first. */
	readonly project: string | undefined
	readonly rules: readonly Rule[]
	readonly problems: readonly RuleProblem[]
}

const arrow = /^\s*(\S+)\s*(<->|↔|->|→)\s*(\S+)\s*$/u

/** Reads one rule: `api -> db` or `api <-> db`, with arrows as they are drawn or typed. */
export function parseRule(text: string): Pick<Rule, 'from' | 'to' | 'both'> | undefined {
	const [, from, sign, to] = arrow.exec(text) ?? []
	if (from === undefined || to === undefined || from === to) return undefined
	return { from, to, both: sign === '<->' || sign === '↔' }
}

/** Reads an isolation file; whatever is wrong is told with its place, and the rest is read nevertheless. */
export async function parseRules(text: string): Promise<RuleFile> {
	// Bundled, a module of Node's older kind has nothing but its default.
	const { default: yaml } = await import('yaml')
	const { isMap, isScalar, isSeq, parseDocument } = yaml
	const document = parseDocument(text, { prettyErrors: false })
	const problems: RuleProblem[] = document.errors.map(({ message, pos: [start, end] }) => ({
		kind: 'yaml',
		words: message,
		span: { start, end: Math.max(end, start + 1) },
	}))
	const rules: Rule[] = []
	let project: string | undefined
	const spanOf = (node: unknown): Span => {
		const range = typeof node === 'object' && node !== null && 'range' in node ? node.range : undefined
		const [start, end] = Array.isArray(range) ? (range as number[]) : []
		return { start: start ?? 0, end: end ?? text.length }
	}
	const complain = (kind: RuleProblem['kind'], node: unknown) => problems.push({ kind, words: '', span: spanOf(node) })
	const { contents } = document
	if (contents !== null && !isMap(contents)) complain('notMap', contents)
	for (const { key, value } of isMap(contents) ? contents.items : []) {
		const name = isScalar(key) ? key.value : undefined
		if (name === 'project') {
			if (isScalar(value) && typeof value.value === 'string') project = value.value
			else complain('notText', value ?? key)
		} else if (name !== 'must' && name !== 'never') complain('unknownKey', key)
		else if (isSeq(value)) {
			for (const item of value.items) {
				const rule = isScalar(item) && typeof item.value === 'string' ? parseRule(item.value) : undefined
				if (rule) rules.push({ kind: name, ...rule, span: spanOf(item) })
				else complain('notRule', item)
			}
		} else if (!isScalar(value) || value.value !== null) complain('notList', value ?? key)
	}
	return { project, rules, problems }
}
