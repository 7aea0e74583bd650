import { startEngineProxy } from '../../support/engineProxy.ts'
import type { Measure } from '../measure.ts'
import { timeOpening } from '../pageClock.ts'
import { haveVolumes } from '../place.ts'

/** For so long nothing happens; s. */
const quietness = 10

/** What the engine is asked while the views are open and nothing happens. */
export const idle: Measure = {
	name: 'idle',
	run: async (place) => {
		await haveVolumes(place.engine.docker, 1)
		await using proxy = await startEngineProxy(place.engine.host)
		const workbench = await place.openWindowOn(proxy.host)
		await timeOpening(workbench, 1)
		await workbench.page.waitForTimeout(3_000)
		const before = proxy.requests.length
		if (before === 0) throw new Error('Nothing went through the proxy.')
		await workbench.page.waitForTimeout(quietness * 1000)
		const value = proxy.requests.length - before
		await workbench.close()
		return [
			{ what: 'Requests to open the views', value: before, unit: 'requests' },
			{ what: `Requests in ${quietness} s while nothing happens`, value, unit: 'requests', bar: 0 },
		]
	},
}
