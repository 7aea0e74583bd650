import type { Workbench } from '../../e2e/workbench.ts'
import { medianOf, type Measure, type Result } from '../measure.ts'
import { timeAppearing, timeOpening } from '../pageClock.ts'
import { haveImages, haveVolumes, type Place } from '../place.ts'

/** From another program's request until what it made is shown. */
export const change: Measure = {
	name: 'change',
	run: async (place) => {
		const { docker } = place.engine
		await haveVolumes(docker, 1)
		const results = [await measured(place, '')]
		await haveImages(docker, 500)
		results.push(await measured(place, ', with 500 images'))
		await haveVolumes(docker, 2000)
		results.push(await measured(place, ', with 500 images and 2000 volumes'))
		return results
	},
}

async function measured(place: Place, circumstances: string): Promise<Result> {
	const workbench = await place.openWindow()
	await timeOpening(workbench, 1)
	await workbench.page.waitForTimeout(1_000)
	const value = await medianOf(7, () => once(place, workbench))
	await workbench.close()
	const instead = { what: 'docker volume ls', value: await medianOf(7, () => place.timeDocker('volume', 'ls')) }
	return { what: `Change shown${circumstances}`, value, unit: 'ms', bar: 100, instead }
}

async function once({ engine }: Place, workbench: Workbench): Promise<number> {
	// First in the order, so that no one need scroll.
	const Name = '0-made-elsewhere'
	const line = { view: 'Volumes', text: Name }
	const milliseconds = await timeAppearing(workbench, line, () => engine.docker.createVolume({ Name }))
	await engine.docker.getVolume(Name).remove()
	await workbench.row('Volumes', Name).waitFor({ state: 'detached' })
	await workbench.page.waitForTimeout(300)
	return milliseconds
}
