import { familiarReference, isReferenceError, parseReference } from '../reference.ts'

/** One instruction of a Dockerfile, with its continuation lines. */
export interface Instruction {
	/** In upper case: `RUN`. */
	readonly keyword: string
	/** What follows the keyword, on one line. */
	readonly words: string
	/** First and last line, counted from 0. */
	readonly line: number
	readonly endLine: number
}

/** What a `FROM` begins. */
export interface Stage {
	/** Undefined where it has none; then it is known by its number. */
	readonly name: string | undefined
	readonly base: string
	readonly line: number
}

export interface BuildArgument {
	readonly name: string
	readonly preset: string | undefined
}

export interface Dockerfile {
	readonly instructions: readonly Instruction[]
	readonly stages: readonly Stage[]
	/** Each name once, in the order in which they are declared. */
	readonly buildArguments: readonly BuildArgument[]
}

const directive = /^\s*#\s*([a-z]+)\s*=\s*(.*?)\s*$/i
const heredoc = /<<-?\s*(["']?)([A-Za-z_]\w*)\1/g

/** Reads a Dockerfile as far as the questions before a build, and the place of an error after it, need it. */
export function parseDockerfile(text: string): Dockerfile {
	const instructions = [...instructionsOf(text.replace(/^\uFEFF/, '').split(/\r?\n/))]
	return {
		instructions,
		stages: instructions.filter(({ keyword }) => keyword === 'FROM').map(stageOf),
		buildArguments: argumentsOf(instructions),
	}
}

/** An instruction that a builder works on. */
export type Step = ClassicStep | VertexStep

interface Counted {
	/** From 1. */
	readonly number: number
	readonly total: number
	readonly text: string
}

/** As the classic builder writes it, `Step 2/5 : RUN make`: it counts every one from the top of the file. */
export interface ClassicStep extends Counted {
	readonly builder: 'classic'
}

/** As BuildKit names it, `[build 2/5] RUN make`: it counts what makes a layer, in each stage anew. */
export interface VertexStep extends Counted {
	readonly builder: 'buildKit'
	/** Name of the stage; `stage-1` where it has none and there are others; undefined where it is the only one. */
	readonly stage: string | undefined
}

/** Where a build failed: at an instruction, or when it looked for a base. */
export interface FailedPlace {
	readonly step?: Step | undefined
	/** In full: `docker.io/library/alpine:3`. */
	readonly base?: string | undefined
}

/** Which lines a build failed at. */
export function instructionAt(dockerfile: Dockerfile, { step, base }: FailedPlace): Instruction | undefined {
	if (step) return instructionOfStep(dockerfile, step)
	const stage = dockerfile.stages.find((each) => base !== undefined && isSameImage(each.base, base))
	return stage && dockerfile.instructions.find(({ line }) => line === stage.line)
}

function isSameImage(one: string, other: string): boolean {
	const [first, second] = [parseReference(one), parseReference(other)]
	return !isReferenceError(first) && !isReferenceError(second) && familiarReference(first) === familiarReference(second)
}

function instructionOfStep(dockerfile: Dockerfile, step: Step): Instruction | undefined {
	const keyword = /^\w+/.exec(step.text)?.[0].toUpperCase()
	const counted = step.builder === 'classic' ? dockerfile.instructions[step.number - 1] : inStage(dockerfile, step)
	if (counted?.keyword === keyword) return counted
	return dockerfile.instructions.find((each) => each.keyword === keyword && step.text.endsWith(each.words))
}

const layering: ReadonlySet<string> = new Set(['RUN', 'COPY', 'ADD', 'WORKDIR'])

/** Whether a base counts as well depends on what it is, so they are counted from the stage's end. */
function inStage({ instructions, stages }: Dockerfile, { stage, number, total, text }: VertexStep) {
	const unnamed = Number(/^stage-(\d+)$/.exec(stage ?? 'stage-0')?.[1] ?? -1)
	const index = stages.findIndex(({ name }, at) => (name === undefined ? at === unnamed : isSame(name, stage)))
	const from = stages[index]?.line
	if (from === undefined) return undefined
	const to = stages[index + 1]?.line ?? Number.POSITIVE_INFINITY
	const own = instructions.filter(({ line }) => line >= from && line < to)
	if (/^FROM\b/i.test(text)) return own[0]
	return own.filter(({ keyword }) => layering.has(keyword)).at(number - total - 1)
}

function isSame(name: string, stage: string | undefined): boolean {
	return stage === undefined || name.toLowerCase() === stage.toLowerCase()
}

/**
 * Names of the images that a build pulls: those after `FROM` and `--from=` that are no stages.
 *
 * @param given Build arguments that have another value than their own.
 */
export function imagesOf(dockerfile: Dockerfile, given: Readonly<Record<string, string>>): readonly string[] {
	const { instructions, stages, buildArguments } = dockerfile
	const values = new Map([
		...buildArguments.map(({ name, preset = '' }) => [name, preset] as const),
		...Object.entries(given),
	])
	const copied = instructions
		.filter(({ keyword }) => keyword === 'COPY' || keyword === 'RUN')
		// Its options stand before everything else.
		.flatMap(({ words }) => /^(?:--\S+\s+)*/.exec(words)?.[0].split(/\s+/) ?? [])
		.flatMap((option) => /^--(?:mount=(?:.*,)?)?from=([^,]+)/.exec(option)?.[1] ?? [])
	const names = [...stages.map(({ base }) => base), ...copied].map((name) =>
		name.replaceAll(
			/\$(?:\{(\w+)(?::-([^}]*))?\}|(\w+))/g,
			(_, braced = '', preset = '', bare = '') => values.get(String(braced || bare)) || String(preset),
		),
	)
	const isStage = (image: string) =>
		/^\d+$/.test(image) || stages.some(({ name }) => name !== undefined && isSame(name, image))
	return [...new Set(names)].filter((name) => !isStage(name))
}

/** Names that `RUN --mount=type=secret` gives to what it mounts; each once. */
export function secretsOf(dockerfile: Dockerfile): readonly string[] {
	const mounts = mountsOf(dockerfile, 'secret')
	const of = (options: readonly string[], ...keys: readonly string[]) =>
		options.find((option) => keys.includes(option.split('=', 1)[0] ?? ''))?.replace(/^[^=]*=/, '')
	const names = mounts.map(
		(options) => of(options, 'id') ?? of(options, 'target', 'dst', 'destination')?.split('/').at(-1),
	)
	return [...new Set(names.flatMap((name) => name || []))]
}

/** Whether an instruction speaks with an SSH agent. */
export function usesSshAgent(dockerfile: Dockerfile): boolean {
	return mountsOf(dockerfile, 'ssh').length > 0
}

/** Options of each `RUN --mount` of a type. */
function mountsOf({ instructions }: Dockerfile, type: 'secret' | 'ssh'): readonly (readonly string[])[] {
	return instructions
		.filter(({ keyword }) => keyword === 'RUN')
		.flatMap(({ words }) => [...words.matchAll(/(?:^|\s)--mount=(\S+)/g)].map(([, options = '']) => options.split(',')))
		.filter((options) => options.includes(`type=${type}`))
}

/** Reads `Step 2/5 : RUN make`. */
export function parseStep(line: string): ClassicStep | undefined {
	const [, number, total, text = ''] = /^Step (\d+)\/(\d+) : (.*)/s.exec(line) ?? []
	if (number === undefined) return undefined
	return { builder: 'classic', number: Number(number), total: Number(total), text: text.trimEnd() }
}

function* instructionsOf(lines: readonly string[]): Generator<Instruction> {
	const continuation = new RegExp(String.raw`${escapeOf(lines) === '`' ? '`' : '\\\\'}[ \t]*$`)
	for (let index = 0; index < lines.length; index += 1) {
		if (isSkipped(lines[index])) continue
		const line = index
		const parts: string[] = []
		for (;;) {
			const part = lines[index] ?? ''
			const goesOn = continuation.test(part)
			if (!isComment(part)) parts.push(part.replace(continuation, '').trim())
			// A comment, and an empty line, in the middle of an instruction don't end it.
			if (!(goesOn || (index > line && isSkipped(part))) || index + 1 >= lines.length) break
			index += 1
		}
		const whole = parts.filter(Boolean).join(' ')
		const [, keyword = '', words = ''] = /^(\S+)\s*(.*)$/s.exec(whole) ?? []
		index = endOfHeredocs(lines, index, keyword.toUpperCase(), words)
		yield { keyword: keyword.toUpperCase(), words, line, endLine: index }
	}
}

function endOfHeredocs(lines: readonly string[], from: number, keyword: string, words: string): number {
	if (keyword !== 'RUN' && keyword !== 'COPY' && keyword !== 'ADD') return from
	let index = from
	for (const [, , name] of words.matchAll(heredoc)) {
		const end = lines.findIndex((line, at) => at > index && line.trim() === name)
		if (end !== -1) index = end
	}
	return index
}

function isSkipped(line: string | undefined): boolean {
	return line === undefined || line.trim() === '' || isComment(line)
}

function isComment(line: string): boolean {
	return line.trimStart().startsWith('#')
}

/** `# escape=` counts only above everything else. */
function escapeOf(lines: readonly string[]): string {
	for (const line of lines) {
		const [, name, value] = directive.exec(line) ?? []
		if (name === undefined) break
		if (name.toLowerCase() === 'escape' && value !== undefined) return value
	}
	return '\\'
}

function stageOf({ words, line }: Instruction): Stage {
	const [base = '', as, name] = words.split(/\s+/).filter((word) => !word.startsWith('--'))
	return { base, name: as?.toUpperCase() === 'AS' ? name : undefined, line }
}

function argumentsOf(instructions: readonly Instruction[]): readonly BuildArgument[] {
	const found = new Map<string, BuildArgument>()
	for (const { keyword, words } of instructions) {
		if (keyword !== 'ARG') continue
		for (const [, name = '', , quoted, single, plain] of words.matchAll(
			/([A-Za-z_]\w*)(=(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|(\S*)))?(?:\s+|$)/g,
		)) {
			const preset = quoted?.replaceAll(/\\(.)/g, '$1') ?? single ?? plain
			if ((found.get(name)?.preset ?? undefined) === undefined) found.set(name, { name, preset })
		}
	}
	return [...found.values()]
}

/** Whether a file is one by its name: `Dockerfile`, `Containerfile`, `Dockerfile.dev`, `api.dockerfile`. */
export function isDockerfile(fileName: string): boolean {
	return (
		/^(?:Dockerfile|Containerfile)(?:\..+)?$|\.(?:dockerfile|containerfile)$/i.test(fileName) &&
		!/\.dockerignore$/i.test(fileName)
	)
}

/** Whether a value by this name had better not stand in an image, where everyone can read it. */
export function isSecretName(name: string): boolean {
	return /(?:^|_)(?:PASSWORD|PASSWD|SECRET|TOKEN|API_?KEY|PRIVATE_?KEY|CREDENTIALS?|AUTH)(?:_|$)/i.test(name)
}
