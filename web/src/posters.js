// The clips that stand for the models; a model without one gets a drawn card.
import img4kI2v from "./posters/kling-kling-3.0-4k-image-to-video.jpg";
import clip4kI2v from "./posters/kling-kling-3.0-4k-image-to-video.mp4";
import imgProI2v from "./posters/kling-kling-3.0-pro-image-to-video.jpg";
import clipProI2v from "./posters/kling-kling-3.0-pro-image-to-video.mp4";
import imgProT2v from "./posters/kling-kling-3.0-pro-text-to-video.jpg";
import clipProT2v from "./posters/kling-kling-3.0-pro-text-to-video.mp4";
import imgO1 from "./posters/kling-kling-video-o1-image-to-video.jpg";
import clipO1 from "./posters/kling-kling-video-o1-image-to-video.mp4";
import imgO3 from "./posters/kling-kling-video-o3-standard-reference-to-video.jpg";
import clipO3 from "./posters/kling-kling-video-o3-standard-reference-to-video.mp4";

const POSTERS = {
  "kling/kling-3.0/4k/image-to-video": { poster: img4kI2v, video: clip4kI2v },
  "kling/kling-3.0/pro/image-to-video": { poster: imgProI2v, video: clipProI2v },
  "kling/kling-3.0/pro/text-to-video": { poster: imgProT2v, video: clipProT2v },
  "kling/kling-video-o1/image-to-video": { poster: imgO1, video: clipO1 },
  "kling/kling-video-o3/standard/reference-to-video": { poster: imgO3, video: clipO3 },
};

/** `{poster, video}` of a model; empty when there is none. */
export const posterOf = (modelId) => POSTERS[modelId] ?? {};
