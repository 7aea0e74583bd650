import type { Workbench } from '../../e2e/workbench.ts'
import { newestExtensionHost, memoryOf, type Memory } from '../extensionHost.ts'
import { median, type Measure } from '../measure.ts'
import { timeOpening } from '../pageClock.ts'
import { haveImages, haveVolumes, type Place } from '../place.ts'

/** What the extension host has more once the views are open, against one with an extension that does nothing. */
export const memory: Measure = {
	name: 'memory',
	run: async (place) => {
		await haveVolumes(place.engine.docker, 2000)
		await haveImages(place.engine.docker, 500)
		const runs: (readonly [Memory, Memory])[] = []
		for (let index = 0; index < 3; index++) runs.push(await once(place))
		const added = (kind: keyof Memory) => median(runs.map(([before, after]) => (after[kind] - before[kind]) / 1e6))
		const before = (kind: keyof Memory) => ({
			what: 'the host without it',
			value: median(runs.map(([before]) => before[kind] / 1e6)),
		})
		const shown = '2000 volumes and 500 images'
		return [
			{ what: `Heap added, ${shown}`, value: added('heap'), unit: 'MB', bar: 20, instead: before('heap') },
			{
				what: `Resident memory added, ${shown}`,
				value: added('resident'),
				unit: 'MB',
				bar: 20,
				instead: before('resident'),
			},
		]
	},
}

async function once(place: Place): Promise<readonly [Memory, Memory]> {
	const idle = await measured(await place.openReadyMadeWindow(0), async () => undefined)
	const inUse = await measured(await place.openWindow(), async (workbench) => {
		await timeOpening(workbench, 2000)
		await workbench.page.waitForTimeout(2_000)
	})
	return [idle, inUse]
}

async function measured(workbench: Workbench, use: (workbench: Workbench) => Promise<unknown>): Promise<Memory> {
	const host = await newestExtensionHost()
	// Reading it for the first time costs memory itself.
	await memoryOf(host)
	await use(workbench)
	const memory = await memoryOf(host)
	await workbench.close()
	return memory
}
