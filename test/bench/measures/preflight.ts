import { preflight as look } from '../../../src/images/preflight/preflight.ts'
import { isReferenceError, parseReference } from '../../../src/images/reference.ts'
import { connectionTo } from '../../integration/parts.ts'
import { makeBusybox, makeImage } from '../../support/images.ts'
import { startRegistry } from '../../support/registry.ts'
import { medianOf, type Measure } from '../measure.ts'

/** What is found before a push without reading layers: in the image itself, and in the registry. */
export const preflight: Measure = {
	name: 'preflight',
	run: async (place) => {
		const { engine } = place
		await using registry = await startRegistry()
		const image = `${registry.address}/shop/api:1`
		await makeBusybox(engine.docker)
		await makeImage(engine.docker, image)
		await place.timeDocker('push', '--quiet', image)
		const reference = parseReference(image)
		if (isReferenceError(reference)) throw new Error(reference.problem)
		const connection = connectionTo(engine.host)
		try {
			const connected = await connection.connected()
			const value = await medianOf(15, async () => {
				const started = performance.now()
				await look(connected, {
					...{ image, reference, credential: undefined, readLayers: false },
					signal: AbortSignal.timeout(60_000),
					report: () => undefined,
				})
				return performance.now() - started
			})
			const again = await medianOf(5, () => place.timeDocker('push', '--quiet', image))
			const instead = { what: 'docker push, all there', value: again }
			return [{ what: 'Looked before a push, without layers', value, unit: 'ms', bar: 1_000, instead }]
		} finally {
			connection.dispose()
		}
	},
}
