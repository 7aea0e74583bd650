import type { Workbench } from '../../e2e/workbench.ts'
import { medianOf, type Measure } from '../measure.ts'
import { timeOpening } from '../pageClock.ts'
import { haveVolumes } from '../place.ts'

/** As VS Code itself counts it: loading the code and running `activate`. */
export const activation: Measure = {
	name: 'activation',
	run: async (place) => {
		await haveVolumes(place.engine.docker, 1)
		return [
			{ what: 'Activation', value: await medianOf(5, () => once(() => place.openWindow())), unit: 'ms', bar: 30 },
			{
				what: 'The same, an empty extension',
				value: await medianOf(5, () => once(() => place.openReadyMadeWindow(1))),
				unit: 'ms',
			},
		]
	},
}

async function once(openWindow: () => Promise<Workbench>): Promise<number> {
	const workbench = await openWindow()
	await timeOpening(workbench, 1)
	await workbench.command('Show Running Extensions')
	const line = workbench.page.locator('.runtime-extensions-editor .monaco-list-row').filter({ hasText: 'Longshore' })
	const text = await line.first().locator('.activation-time').textContent()
	await workbench.close()
	const [, milliseconds] = /(\d+)ms/.exec(text ?? '') ?? []
	if (milliseconds === undefined) throw new Error(`VS Code tells no time of activation: ${text}`)
	return Number(milliseconds)
}
