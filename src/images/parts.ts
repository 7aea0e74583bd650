import type { RegistryParts } from '../registries/parts.ts'
import type { Parts } from '../ui/parts.ts'
import type { Builds } from './build/builds.ts'
import type { ImageFiles } from './layers/imageFiles.ts'
import type { PushedTags } from './pushes/pushedTags.ts'
import type { Pushes } from './pushes/pushes.ts'
import type { ImagesView } from './view.ts'

/** What commands on images need besides: the view, builds, files of images, accounts to push with, and the pushes. */
export interface ImageParts extends Parts, RegistryParts {
	readonly view: ImagesView
	readonly builds: Builds
	readonly files: ImageFiles
	readonly pushes: Pushes
	readonly pushedTags: PushedTags
}
