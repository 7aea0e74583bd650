import type { Workbench } from '../../e2e/workbench.ts'
import { medianOf, type Measure, type Result } from '../measure.ts'
import { timeOpening } from '../pageClock.ts'
import { haveVolumes } from '../place.ts'

/**
 * From the click on the icon until all volumes are shown: connection and lists included. Beside it VS Code's
 * own part of that, which is all that an extension can come down to.
 */
export const opening: Measure = {
	name: 'opening',
	run: async (place) => {
		const results: Result[] = []
		for (const count of [1, 500, 2000]) {
			await haveVolumes(place.engine.docker, count)
			results.push({
				what: `View opened in a fresh window, ${count} volumes`,
				value: await medianOf(5, () => once(() => place.openWindow(), count)),
				unit: 'ms',
				bar: 300,
				instead: { what: 'docker volume ls', value: await medianOf(5, () => place.timeDocker('volume', 'ls')) },
			})
			results.push({
				what: `The same, ${count} ready-made lines of an empty extension`,
				value: await medianOf(5, () => once(() => place.openReadyMadeWindow(count), count)),
				unit: 'ms',
			})
		}
		return results
	},
}

async function once(openWindow: () => Promise<Workbench>, count: number): Promise<number> {
	const workbench = await openWindow()
	const milliseconds = await timeOpening(workbench, count)
	await workbench.close()
	return milliseconds
}
