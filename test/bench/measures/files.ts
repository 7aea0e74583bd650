import { connectionTo, fill } from '../../integration/parts.ts'
import { makeBusybox } from '../../support/images.ts'
import { VolumeData } from '../../../src/volumes/data/volumeData.ts'
import { medianOf, type Measure } from '../measure.ts'
import type { Place } from '../place.ts'

const volume = 'measured-files'

/** A volume's data through its helper, beside what the docker CLI and the engine's archive calls take for the same. */
export const files: Measure = {
	name: 'files',
	run: async (place: Place) => {
		const { engine } = place
		await makeBusybox(engine.docker)
		const numbers = (count: number) => `seq 1 ${count} | xargs touch`
		await fill(
			engine,
			volume,
			`mkdir few many; cd few; ${numbers(1_000)}; cd ../many; ${numbers(100_000)}; echo 1 > ../small`,
		)
		const mount = { Type: 'volume', Source: volume, Target: '/data' } as const
		const container = await engine.docker.createContainer({
			Image: 'busybox',
			Cmd: ['sleep', '3600'],
			HostConfig: { Mounts: [mount] },
		})
		await container.start()
		const connection = connectionTo(engine.host)
		const data = new VolumeData({ connected: () => connection.connected(), helperImage: async () => 'busybox' })
		try {
			const opening = await timed(() => data.list(volume, '/'))
			const list = await medianOf(15, () => timed(() => data.list(volume, '/few')))
			const command = await medianOf(15, () => place.timeDocker('exec', container.id, 'ls', '-la', '/data/few'))
			const read = await medianOf(31, () => timed(() => data.read(volume, '/small')))
			const archive = await medianOf(15, () =>
				timed(async () => {
					for await (const _ of await container.getArchive({ path: '/data/small' }));
				}),
			)
			const all = await medianOf(3, () => timed(() => data.list(volume, '/many')))
			return [
				{ what: 'A volume’s data opened: helper made, first folder listed', value: opening, unit: 'ms' },
				{
					what: '1,000 entries listed',
					value: list,
					unit: 'ms',
					instead: { what: 'docker exec ls -la', value: command },
				},
				{ what: 'Faster than docker exec ls -la', value: command / list, unit: 'times', bar: 5, atLeast: true },
				{ what: 'A small file read', value: read, unit: 'ms', instead: { what: 'archive call', value: archive } },
				{ what: 'Faster than the archive call', value: archive / read, unit: 'times', bar: 10, atLeast: true },
				{ what: '100,000 entries of one folder listed', value: all, unit: 'ms', bar: 2_000 },
			]
		} finally {
			await data.closeAll()
			connection.dispose()
			await container.remove({ force: true })
			await engine.docker.getVolume(volume).remove()
		}
	},
}

async function timed(work: () => Promise<unknown>): Promise<number> {
	const start = performance.now()
	await work()
	return performance.now() - start
}
