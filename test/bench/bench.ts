import { prepare } from '../support/prerequisites.ts'
import { machineFacts } from './machine.ts'
import type { Measure, Result } from './measure.ts'
import { activation } from './measures/activation.ts'
import { change } from './measures/change.ts'
import { drawing } from './measures/drawing.ts'
import { exporting } from './measures/exporting.ts'
import { files } from './measures/files.ts'
import { idle } from './measures/idle.ts'
import { memory } from './measures/memory.ts'
import { opening } from './measures/opening.ts'
import { preflight } from './measures/preflight.ts'
import { size } from './measures/size.ts'
import { openPlace } from './place.ts'
import { isMissed, table } from './table.ts'

/** In this order: the engine fills from one to the next. */
const measures: readonly Measure[] = [
	size,
	files,
	exporting,
	preflight,
	activation,
	opening,
	change,
	memory,
	idle,
	drawing,
]

await prepare('engine', 'images', 'registries', 'browser')
const wanted = process.argv.slice(2)
await using place = await openPlace()
const results: Result[] = []
for (const { name, run } of measures) {
	if (wanted.length > 0 && !wanted.includes(name)) continue
	console.error(`Measuring ${name}…`)
	results.push(...(await run(place)))
}
console.log([...(await machineFacts(place)), '', table(results)].join('\n'))
if (results.some(isMissed)) process.exitCode = 1
