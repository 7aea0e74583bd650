import { whenConnected } from '../../ui/parts.ts'
import type { ImageParts } from '../parts.ts'
import { buildImage } from './buildImage.ts'
import { commitContainer } from './commitContainer.ts'
import { compareImages } from './compareImages.ts'
import { computeImageSizes } from './computeImageSizes.ts'
import { copyDigest } from './copyDigest.ts'
import { copyIdentifier, copyReference } from './copyReference.ts'
import { inspectImage } from './inspectImage.ts'
import { loadImages } from './loadImages.ts'
import { openLayerFile } from './openLayerFile.ts'
import { pruneImages } from './pruneImages.ts'
import { pullImage } from './pullImage.ts'
import { pushImage } from './pushImage.ts'
import { removeImages } from './removeImages.ts'
import { saveImages } from './saveImages.ts'
import { tagAndPush } from './tagAndPush.ts'
import { tagImage } from './tagImage.ts'

/** Commands on images. */
export function imageCommands(parts: ImageParts) {
	return {
		'longshore.images.build': whenConnected(parts, buildImage),
		'longshore.images.commit': whenConnected(parts, commitContainer),
		'longshore.images.compare': whenConnected(parts, compareImages),
		'longshore.images.computeSize': whenConnected(parts, computeImageSizes),
		'longshore.images.copyDigest': whenConnected(parts, copyDigest),
		'longshore.images.copyIdentifier': whenConnected(parts, copyIdentifier),
		'longshore.images.copyReference': whenConnected(parts, copyReference),
		'longshore.images.inspect': whenConnected(parts, inspectImage),
		'longshore.images.load': whenConnected(parts, loadImages),
		'longshore.images.openFile': whenConnected(parts, openLayerFile),
		'longshore.images.prune': whenConnected(parts, pruneImages),
		'longshore.images.pull': whenConnected(parts, pullImage),
		'longshore.images.push': whenConnected(parts, pushImage),
		'longshore.images.remove': whenConnected(parts, removeImages),
		'longshore.images.save': whenConnected(parts, saveImages),
		'longshore.images.tag': whenConnected(parts, tagImage),
		'longshore.images.tagAndPush': whenConnected(parts, tagAndPush),
	}
}
