import type Docker from 'dockerode'

import { TopologyPage } from '../../e2e/topologyPage.ts'
import { makeBusybox } from '../../support/images.ts'
import { medianOf, type Measure } from '../measure.ts'
import { timeOpening } from '../pageClock.ts'
import { eachOf, haveVolumes, type Place } from '../place.ts'

const networkCount = 60
const containerCount = 300

/** From the click until the topology of a large engine is drawn: opening the tab, asking and laying out included. */
export const drawing: Measure = {
	name: 'drawing',
	run: async (place) => {
		const { docker } = place.engine
		await haveVolumes(docker, 1)
		await makeBusybox(docker)
		await crowd(docker)
		const what = `Topology drawn, ${containerCount} containers over ${networkCount} networks`
		return [{ what, value: await medianOf(5, () => once(place)), unit: 'ms', bar: 1000 }]
	},
}

/** Each container on two networks. None runs, which the picture does not need. */
async function crowd(docker: Docker): Promise<void> {
	const networks = Array.from({ length: networkCount }, (_, index) => `crowd${index}`)
	for (const Name of networks) await docker.createNetwork({ Name, Internal: true })
	const numbers = Array.from({ length: containerCount }, (_, index) => index)
	await eachOf(numbers, async (number) => {
		const [one = '', other = ''] = [number, number * 7 + 1].map((each) => networks[each % networkCount])
		const HostConfig = { NetworkMode: one }
		const container = await docker.createContainer({ name: `crowd${number}`, Image: 'busybox', HostConfig })
		if (other !== one) await docker.getNetwork(other).connect({ Container: container.id })
	})
}

async function once(place: Place): Promise<number> {
	const workbench = await place.openWindow()
	await timeOpening(workbench, 1)
	await workbench.page.waitForTimeout(1_000)
	const networks = workbench.view('Networks')
	await networks.locator('.pane-header').hover()
	const button = networks.locator('.action-label[aria-label^="Show Topology"]')
	await button.waitFor()
	const started = performance.now()
	await button.click()
	await new TopologyPage(workbench).nodes.nth(networkCount + containerCount - 1).waitFor({ state: 'attached' })
	const milliseconds = performance.now() - started
	await workbench.close()
	return milliseconds
}
