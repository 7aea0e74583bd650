import { medianOf, type Measure, type Result } from '../measure.ts'
import { timeOpening } from '../pageClock.ts'
import { haveVolumes, type Place } from '../place.ts'

/** From the click on the icon until all volumes are shown: activation, connection and lists included. */
export const opening: Measure = {
	name: 'opening',
	run: async (place) => {
		const results: Result[] = []
		for (const count of [1, 500, 2000]) {
			await haveVolumes(place.engine.docker, count)
			results.push({
				what: `View opened in a fresh window, ${count} volumes`,
				value: await medianOf(5, () => once(place, count)),
				unit: 'ms',
				bar: 300,
				instead: { what: 'docker volume ls', value: await medianOf(5, () => place.timeDocker('volume', 'ls')) },
			})
		}
		return results
	},
}

async function once(place: Place, count: number): Promise<number> {
	const workbench = await place.openWindow()
	const milliseconds = await timeOpening(workbench, count)
	await workbench.close()
	return milliseconds
}
