/** What is tried from inside of a container's sandbox. */
export interface Attempts {
	readonly names: readonly string[]
	readonly targets: readonly Target[]
}

export interface Target {
	readonly address: string
	readonly port: number
}

/** `refused`: packets get there and back, but nothing listens. `failed`: it could not be tried. */
export type Connect = 'open' | 'refused' | 'timeout' | 'unreachable' | 'failed'

export interface Lookup {
	readonly name: string
	/** Empty: the name resolves to nothing. */
	readonly addresses: readonly string[]
	/** ms */
	readonly time: number
}

export interface Trial extends Target {
	readonly outcome: Connect
	/** ms */
	readonly time: number
	/** What the helper's own program said. */
	readonly words: string
}

/** What was found. */
export interface Tried {
	readonly lookups: readonly Lookup[]
	readonly trials: readonly Trial[]
}

/** A step is given up after so long, s. */
export const patience = 4

/**
 * A shell script that does what its words say. Each step writes a line when it begins and one when it ends, so that
 * whoever reads them can tell how long it took. Works with busybox as Debian and as Docker build it.
 */
export const script = [
	'usage=$(nc --help 2>&1)',
	`case "$usage" in *-z*) before='-z' after='' ;; *) before='' after='-e true' ;; esac`,
	'while [ $# -gt 0 ]; do',
	'  echo "@begin"',
	'  if [ "$1" = lookup ]; then',
	`    { timeout ${patience} nslookup "$2" || getent hosts "$2"; } 2>&1`,
	'    echo "@end $?"',
	'    shift 2',
	'  else',
	`    timeout ${patience + 1} nc $before -w ${patience} "$2" "$3" $after </dev/null 2>&1`,
	'    echo "@end $?"',
	'    shift 3',
	'  fi',
	'done',
].join('\n')

export function wordsOf({ names, targets }: Attempts): readonly string[] {
	return [
		...names.flatMap((name) => ['lookup', name]),
		...targets.flatMap(({ address, port }) => ['connect', address, String(port)]),
	]
}

/** What a step of the script wrote, and how long it took. */
export interface Step {
	readonly output: string
	readonly code: number
	/** ms */
	readonly time: number
}

/** Brings the steps together with what was asked for; steps that never ran are left out. */
export function triedOf({ names, targets }: Attempts, steps: readonly Step[]): Tried {
	return {
		lookups: names.flatMap((name, index) => {
			const step = steps[index]
			return step ? [{ name, addresses: resolved(step.output), time: step.time }] : []
		}),
		trials: targets.flatMap((target, index) => {
			const step = steps[names.length + index]
			return step ? [{ ...target, outcome: outcomeOf(step), time: step.time, words: step.output.trim() }] : []
		}),
	}
}

/** Whether packets get there and back. */
export function isReached({ outcome }: Pick<Trial, 'outcome'>): boolean {
	return outcome === 'open' || outcome === 'refused'
}

/** nslookup names its server first; addresses of what was asked for come after its name. `getent` puts them in front. */
function resolved(output: string): readonly string[] {
	const lines = output.split('\n').map((line) => line.trim())
	const start = lines.findIndex((line) => line.startsWith('Name:'))
	const found =
		start === -1
			? lines.flatMap((line) => /^([\d.]+|[\da-f:]*:[\da-f:.]+)\s+\S+$/i.exec(line)?.[1] ?? [])
			: lines.slice(start).flatMap((line) => /^Address(?: \d+)?:\s+([\da-f.:]+)/i.exec(line)?.[1] ?? [])
	return [...new Set(found)]
}

function outcomeOf({ output, code }: Step): Connect {
	// There is no `nc`, or it may not be run. Who says so may be `timeout`, by its own name.
	if (code === 126 || code === 127) return 'failed'
	if (/refused/i.test(output)) return 'refused'
	if (/no route|unreachable/i.test(output)) return 'unreachable'
	if (/timed out/i.test(output)) return 'timeout'
	if (code === 0) return 'open'
	// `timeout` ended it: 143 in busybox, 124 elsewhere.
	return code === 143 || code === 124 ? 'timeout' : 'failed'
}
