// The shortcodes people and bots use most. A name that is not here is shown as it was typed.

const TABLE = `
+1 👍 thumbsup 👍 -1 👎 thumbsdown 👎 ok_hand 👌 clap 👏 pray 🙏 wave 👋 raised_hands 🙌 raised_hand ✋ hand ✋ muscle 💪
point_up ☝️ point_down 👇 point_left 👈 point_right 👉 handshake 🤝 fist ✊ v ✌️ crossed_fingers 🤞 writing_hand ✍️
smile 😄 smiley 😃 grinning 😀 grin 😁 laughing 😆 joy 😂 rofl 🤣 sweat_smile 😅 slightly_smiling_face 🙂 upside_down_face 🙃
wink 😉 blush 😊 innocent 😇 heart_eyes 😍 star-struck 🤩 kissing_heart 😘 yum 😋 stuck_out_tongue 😛 sunglasses 😎 nerd_face 🤓
thinking_face 🤔 face_with_monocle 🧐 neutral_face 😐 expressionless 😑 unamused 😒 face_with_rolling_eyes 🙄 grimacing 😬 smirk 😏
relieved 😌 pensive 😔 sleepy 😪 sleeping 😴 mask 😷 worried 😟 confused 😕 slightly_frowning_face 🙁 open_mouth 😮 astonished 😲
cry 😢 sob 😭 scream 😱 disappointed 😞 sweat 😓 weary 😩 tired_face 😫 angry 😠 rage 😡 exploding_head 🤯 shrug 🤷 facepalm 🤦
partying_face 🥳 hugging_face 🤗 zipper_mouth_face 🤐 skull 💀 ghost 👻 robot_face 🤖 alien 👽 see_no_evil 🙈 eyes 👀 eye 👁️ brain 🧠
heart ❤️ orange_heart 🧡 yellow_heart 💛 green_heart 💚 blue_heart 💙 purple_heart 💜 broken_heart 💔 sparkling_heart 💖 100 💯
fire 🔥 sparkles ✨ star ⭐ star2 🌟 zap ⚡ boom 💥 tada 🎉 confetti_ball 🎊 balloon 🎈 gift 🎁 trophy 🏆 medal 🏅 crown 👑 gem 💎
rocket 🚀 airplane ✈️ car 🚗 ambulance 🚑 fire_engine 🚒 police_car 🚓 construction 🚧 checkered_flag 🏁 triangular_flag_on_post 🚩
white_check_mark ✅ heavy_check_mark ✔️ ballot_box_with_check ☑️ x ❌ negative_squared_cross_mark ❎ heavy_plus_sign ➕ heavy_minus_sign ➖
warning ⚠️ no_entry ⛔ no_entry_sign 🚫 octagonal_sign 🛑 stop_sign 🛑 rotating_light 🚨 sos 🆘 bangbang ‼️ exclamation ❗ question ❓
grey_question ❔ grey_exclamation ❕ interrobang ⁉️ information_source ℹ️ bulb 💡 mag 🔍 mag_right 🔎 lock 🔒 unlock 🔓 key 🔑 shield 🛡️
red_circle 🔴 large_orange_circle 🟠 orange_circle 🟠 large_yellow_circle 🟡 yellow_circle 🟡 large_green_circle 🟢 green_circle 🟢
large_blue_circle 🔵 blue_circle 🔵 large_purple_circle 🟣 white_circle ⚪ black_circle ⚫ large_brown_circle 🟤 red_square 🟥 large_red_square 🟥
large_orange_square 🟧 large_yellow_square 🟨 large_green_square 🟩 large_blue_square 🟦 white_large_square ⬜ black_large_square ⬛
small_red_triangle 🔺 small_red_triangle_down 🔻 arrow_up ⬆️ arrow_down ⬇️ arrow_left ⬅️ arrow_right ➡️ arrow_upper_right ↗️
arrow_heading_up ⤴️ arrow_heading_down ⤵️ arrows_counterclockwise 🔄 repeat 🔁 leftwards_arrow_with_hook ↩️ arrow_forward ▶️
double_vertical_bar ⏸️ pause_button ⏸️ black_square_for_stop ⏹️ fast_forward ⏩ rewind ⏪ twisted_rightwards_arrows 🔀
hourglass ⌛ hourglass_flowing_sand ⏳ watch ⌚ alarm_clock ⏰ stopwatch ⏱️ timer_clock ⏲️ clock1 🕐 clock3 🕒 clock9 🕘 calendar 📆 date 📅
spiral_calendar_pad 🗓️ bell 🔔 no_bell 🔕 loudspeaker 📢 mega 📣 speech_balloon 💬 left_speech_bubble 🗨️ thought_balloon 💭
email 📧 envelope ✉️ incoming_envelope 📨 inbox_tray 📥 outbox_tray 📤 package 📦 telephone ☎️ telephone_receiver 📞 pager 📟 iphone 📱
ticket 🎫 admission_tickets 🎟️ label 🏷️ bookmark 🔖 clipboard 📋 memo 📝 pencil 📝 pencil2 ✏️ page_facing_up 📄 page_with_curl 📃 books 📚
notebook 📓 open_book 📖 bar_chart 📊 chart_with_upwards_trend 📈 chart_with_downwards_trend 📉 file_folder 📁 open_file_folder 📂 card_index 📇
paperclip 📎 link 🔗 pushpin 📌 round_pushpin 📍 scissors ✂️ wastebasket 🗑️ lock_with_ink_pen 🔏 computer 💻 desktop_computer 🖥️ printer 🖨️
floppy_disk 💾 cd 💿 battery 🔋 electric_plug 🔌 satellite 🛰️ gear ⚙️ wrench 🔧 hammer 🔨 hammer_and_wrench 🛠️ nut_and_bolt 🔩 toolbox 🧰
bug 🐛 beetle 🪲 ladybug 🐞 spider_web 🕸️ turtle 🐢 snail 🐌 bee 🐝 dog 🐶 cat 🐱 owl 🦉 seedling 🌱 evergreen_tree 🌲 sunny ☀️ cloud ☁️ rainbow 🌈
snowflake ❄️ umbrella ☂️ thunder_cloud_and_rain ⛈️ crescent_moon 🌙 earth_americas 🌎 earth_africa 🌍 globe_with_meridians 🌐 house 🏠 office 🏢
bank 🏦 hospital 🏥 factory 🏭 ladder 🪜 door 🚪 coffee ☕ tea 🍵 pizza 🍕 cake 🍰 beer 🍺 beers 🍻 wine_glass 🍷 apple 🍎 moneybag 💰 credit_card 💳
bust_in_silhouette 👤 busts_in_silhouette 👥 technologist 🧑‍💻 firefighter 🧑‍🚒 construction_worker 👷 detective 🕵️ one 1️⃣ two 2️⃣ three 3️⃣ four 4️⃣
five 5️⃣ six 6️⃣ seven 7️⃣ eight 8️⃣ nine 9️⃣ keycap_ten 🔟 zero 0️⃣ up 🆙 new 🆕 ok 🆗 cool 🆒 free 🆓 id 🆔 recycle ♻️ scales ⚖️ compass 🧭 dart 🎯
thermometer 🌡️ test_tube 🧪 microscope 🔬 stethoscope 🩺 pill 💊 adhesive_bandage 🩹 lifebuoy 🛟 ring_buoy 🛟 anchor ⚓ traffic_light 🚦 vertical_traffic_light 🚦
`;

const words = TABLE.trim().split(/\s+/);
const BY_NAME = new Map();
for (let at = 0; at < words.length; at += 2) BY_NAME.set(words[at], words[at + 1]);

/** The reactions offered first on every message. */
export const FAVOURITES = [
  "ticket",
  "eyes",
  "white_check_mark",
  "+1",
  "tada",
  "pray",
  "fire",
  "hourglass_flowing_sand",
  "rotating_light",
  "thinking_face",
  "x",
  "heart",
];

/** The character for a shortcode (skin tones ignored), or null when it is not known. */
export function emoji(name) {
  return BY_NAME.get(String(name).split("::")[0]) ?? null;
}

/** Shortcodes that begin with these letters, for completion after a colon. */
export function emojiNames(start, limit) {
  const found = [];
  for (const name of BY_NAME.keys()) {
    if (name.startsWith(start)) found.push(name);
    if (found.length === limit) break;
  }
  return found;
}
