import { whenConnected } from '../../ui/parts.ts'
import type { ImageParts } from '../parts.ts'
import { copyIdentifier, copyReference } from './copyReference.ts'
import { inspectImage } from './inspectImage.ts'
import { pruneImages } from './pruneImages.ts'
import { pullImage } from './pullImage.ts'
import { pushImage } from './pushImage.ts'
import { removeImages } from './removeImages.ts'
import { tagAndPush } from './tagAndPush.ts'
import { tagImage } from './tagImage.ts'

/** Commands on images. */
export function imageCommands(parts: ImageParts) {
	return {
		'longshore.images.copyIdentifier': whenConnected(parts, copyIdentifier),
		'longshore.images.copyReference': whenConnected(parts, copyReference),
		'longshore.images.inspect': whenConnected(parts, inspectImage),
		'longshore.images.prune': whenConnected(parts, pruneImages),
		'longshore.images.pull': whenConnected(parts, pullImage),
		'longshore.images.push': whenConnected(parts, pushImage),
		'longshore.images.remove': whenConnected(parts, removeImages),
		'longshore.images.tag': whenConnected(parts, tagImage),
		'longshore.images.tagAndPush': whenConnected(parts, tagAndPush),
	}
}
